"""Every setting of the crawler that differs from Scrapy's own, each with its reason."""

import os

from cundang.raw.warc import SOFTWARE
from pipelines.extract import SAMPLE

BOT_NAME = "cundang"
SPIDER_MODULES = ["scrapers.spiders"]

# Where the archive is: `archive crawl` sets both from --db and --warc, `scrapy crawl` takes -s ARCHIVE_DB=...
ARCHIVE_DB = "archive.db"
ARCHIVE_WARC = "archive.warc"

# Of the pages that a profile reads, one in so many is read by the generic extractor too (`archive check`); 0 for none.
ARCHIVE_SAMPLE = SAMPLE

# What ends a run before its time goes to the log; `archive crawl` raises it instead, and tells it itself.
ARCHIVE_LOGS_ERROR = True

# Who crawls: the operator says how to be reached.
ARCHIVE_CONTACT = os.environ.get("ARCHIVE_CONTACT", "")
USER_AGENT = f"{SOFTWARE} (+{ARCHIVE_CONTACT or 'no contact given'})"

# The table `urls` is the queue and the duplicate filter: Scrapy's own loses two thirds of a crawl on kill -9.
SCHEDULER = "scrapers.scheduler.FrontierScheduler"
EXTENSIONS = {
    "scrapers.recorder.Recorder": 0,
    "scrapers.progress.Progress": 0,
    "scrapers.performance.Performance": 0,
    "scrapy.extensions.corestats.CoreStats": None,  # what a run did is in our tables; these count it once more
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.logcount.LogCount": None,
}

# Manners. A site may ask for a longer delay (Site.delay).
ROBOTSTXT_OBEY = False  # Scrapy's takes a robots.txt that cannot be had for leave; ours is by RFC 9309
DOWNLOADER_MIDDLEWARES = {
    "scrapers.guard.GuardMiddleware": 50,
    "scrapers.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # guard and site's patterns say what is ours
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
# No callback of ours yields requests from pages or items, which is all that these look at; they cost 0.1 ms a page.
SPIDER_MIDDLEWARES = {
    f"scrapy.spidermiddlewares.{name}": None
    for name in (
        "start.StartSpiderMiddleware",
        "httperror.HttpErrorMiddleware",
        "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware",
        "depth.DepthMiddleware",
        "metacopy.MetaCopyDetectionMiddleware",
    )
}
CONCURRENT_ITEMS = 1  # no items leave a callback, and Scrapy starts this many workers for every answer
DOWNLOAD_DELAY = 3.0
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy would halve every other delay
AUTOTHROTTLE_ENABLED = True  # a slow server is asked more slowly; never faster than the delay
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
CONCURRENT_REQUESTS = 1  # what Scrapy fetched ahead would not know of a pause that the site asks for
CONCURRENT_REQUESTS_PER_DOMAIN = 1
COOKIES_ENABLED = False  # no site of ours needs them, and none should follow us

# Limits: a page of news is far below them, a trap is above.
DOWNLOAD_MAXSIZE = 16 << 20  # Scrapy allows 1 GiB, after decompression: 0.9 MB of gzip took 1.9 GB of memory
DOWNLOAD_TIMEOUT = 30
REDIRECT_ENABLED = False  # the spider puts the target on the frontier; five in a row, see limits.py
HTTPERROR_ALLOW_ALL = True  # the spider reads every answer
RETRY_HTTP_CODES = [500, 502, 504, 408]  # 429 and 503 say when to come back, see spiders.py
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut body is tried again, never stored
RETRY_TIMES = 2
RETRY_EXCEPTIONS = [  # what the aiohttp handler raises; Scrapy's list loads Twisted's HTTP client as well
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]
MEMUSAGE_LIMIT_MB = 1024  # a crawl takes 150 to 300; above, it ends cleanly, and the next run goes on where it was
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5

# Safety: only http and https, with verified TLS, and no doors into the running crawler.
DOWNLOAD_HANDLERS = {
    "http": "scrapers.guarded_handler.GuardedHandler",  # checks the address that is connected to
    "https": "scrapers.guarded_handler.GuardedHandler",
    "data": None, "file": None, "ftp": None, "s3": None,
}  # fmt: skip
HTTPPROXY_ENABLED = False  # a proxy of the environment is used only where the operator asks for it
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False

# A crawl says nothing unless something is wrong; what it did is in the tables `runs`, `fetches` and `problems`.
LOG_LEVEL = "WARNING"
STATS_DUMP = False
