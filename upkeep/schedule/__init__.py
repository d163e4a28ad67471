"""Jobs of an archive that run regularly, as lines of a crontab or units of systemd."""
