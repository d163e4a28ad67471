# The archive in a container: docs/container.md. All steps are in container/build.sh.
FROM debian:12-slim
COPY . /opt/cundang
RUN sh /opt/cundang/container/build.sh
ENV PATH=/opt/cundang/.venv/bin:/usr/local/bin:/usr/bin:/bin HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8001
ENTRYPOINT ["archive"]
CMD ["serve", "--host", "0.0.0.0"]
