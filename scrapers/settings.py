"""Every setting of the crawler that differs from Scrapy's own, each with its reason."""

import os

from pipelines.warc import SOFTWARE

BOT_NAME = "cundang"
SPIDER_MODULES = ["scrapers.spiders"]

# Where the archive is: `archive crawl` sets both from --db and --warc, `scrapy crawl` takes -s ARCHIVE_DB=...
ARCHIVE_DB = "archive.db"
ARCHIVE_WARC = "archive.warc"

# Who crawls: the operator says how to be reached.
USER_AGENT = f"{SOFTWARE} (+{os.environ.get('ARCHIVE_CONTACT', 'no contact given')})"

# The table `urls` is the queue and the duplicate filter: Scrapy's own loses two thirds of a crawl on kill -9.
SCHEDULER = "scrapers.frontier.Frontier"
EXTENSIONS = {
    "scrapers.tap.Tap": 0,
    "scrapers.progress.Progress": 0,
}

# Manners. A site may ask for a longer delay (Site.delay).
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 3.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
COOKIES_ENABLED = False  # no site of ours needs them, and none should follow us

# Limits: a page of news is far below them, a trap is above.
DOWNLOAD_MAXSIZE = 16 << 20  # Scrapy allows 1 GiB, after decompression: 0.9 MB of gzip took 1.9 GB of memory
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 5
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut body is tried again, never stored
RETRY_TIMES = 2

# Safety: only http and https, with verified TLS, and no doors into the running crawler.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False

# A crawl says nothing unless something is wrong; what it did is in the tables `runs`, `fetches` and `problems`.
LOG_LEVEL = "WARNING"
STATS_DUMP = False
