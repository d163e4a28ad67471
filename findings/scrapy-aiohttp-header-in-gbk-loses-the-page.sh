#!/usr/bin/env bash
# Scrapy 2.19.0 with aiohttp 3.14.5: one header value that is not UTF-8 loses the whole answer.
#
# Expected: an HTTP client gives a page whose Set-Cookie holds bytes in GBK, as Chinese servers send them; headers are
# bytes in Scrapy, and aiohttp gives them as bytes too (raw_headers). Seen: Scrapy's aiohttp download handler takes the
# decoded headers, in which aiohttp has put surrogates for such bytes, and encodes them again as UTF-8: the request
# fails with UnicodeEncodeError, no response_downloaded signal is sent, and the page is lost. Twisted's handler, the
# default with a reactor, gives the page. Fails if that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scrapy==2.19.0 aiohttp==3.14.5
cat > "$folder/finding.py" <<'PYTHON'
import socket
import sys
import threading
from importlib.metadata import version

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, CrawlerProcess

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\nSet-Cookie: port=" + "船".encode("gbk")
server = socket.create_server(("127.0.0.1", 0))


def answer():
    connection, _ = server.accept()
    connection.recv(65536)
    connection.sendall(ANSWER + b"\r\n\r\nport")
    connection.close()


class Port(scrapy.Spider):
    name = "port"
    came = "nothing"

    async def start(self):
        yield scrapy.Request(f"http://127.0.0.1:{server.getsockname()[1]}/", self.parse, errback=self.fail)

    def parse(self, response):
        Port.came = f"{response.status}, {response.headers['Set-Cookie']}"

    def fail(self, failure):
        Port.came = type(failure.value).__name__


threading.Thread(target=answer, daemon=True).start()
quiet = dict.fromkeys(("LOG_ENABLED", "TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "RETRY_ENABLED"), False)
if sys.argv[1] == "aiohttp":  # the handler that Scrapy takes without a Twisted reactor
    process = AsyncCrawlerProcess({**quiet, "TWISTED_REACTOR_ENABLED": False})
else:
    process = CrawlerProcess(quiet)
process.crawl(Port)
process.start()
print(f"Scrapy {version('scrapy')}, {sys.argv[1]}: {Port.came}")
PYTHON
aiohttp=$("$folder/venv/bin/python" "$folder/finding.py" aiohttp)
twisted=$("$folder/venv/bin/python" "$folder/finding.py" Twisted)
printf '%s\n%s\n' "$aiohttp" "$twisted"
[[ $aiohttp == *"UnicodeEncodeError" ]]
[[ $twisted == *"200, b'port=\\xb4\\xac'" ]]
