"""Every setting of the crawler that differs from Scrapy's own, each with its reason."""

import os

from cundang.raw.warc import SOFTWARE
from pipelines.extract import SAMPLE

BOT_NAME = "cundang"
SPIDER_MODULES = ["scrapers.site_spiders"]

# Where the archive is: `archive crawl` sets both from --db and --warc, `scrapy crawl` takes -s ARCHIVE_DB=...
ARCHIVE_DB = "archive.db"
ARCHIVE_WARC = "archive.warc"

# One in so many of the pages that a layout reads is read by the generic extractor too (`archive check`); 0 for none.
ARCHIVE_SAMPLE = SAMPLE

# An error that ends a run goes to the log; `archive crawl` turns this off, raises the error and prints it.
ARCHIVE_LOGS_ERROR = True

# The address at which sites can reach the operator.
ARCHIVE_CONTACT = os.environ.get("ARCHIVE_CONTACT", "")
# A folder of intermediate certificates that servers leave out.
ARCHIVE_CERTIFICATES = os.environ.get("ARCHIVE_CERTIFICATES", "")
USER_AGENT = SOFTWARE  # the spider adds the contact

# The table `urls` is the queue and the duplicate filter: Scrapy's own loses two thirds of a crawl on kill -9.
SCHEDULER = "scrapers.scheduler.FrontierScheduler"
EXTENSIONS = {
    "scrapers.recorder.Recorder": 0,
    "scrapers.progress.Progress": 0,
    "scrapers.quiet_log.QuietLog": 0,
    "scrapers.performance.Performance": 0,
    "scrapers.memory_usage.OwnMemoryUsage": 0,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.corestats.CoreStats": None,  # our tables have these counts already
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.logcount.LogCount": None,
}

# Politeness. A site may ask for a longer delay (Site.delay).
ROBOTSTXT_OBEY = False  # Scrapy's allows everything where robots.txt cannot be fetched; ours follows RFC 9309
DOWNLOADER_MIDDLEWARES = {
    "scrapers.guard.GuardMiddleware": 50,
    "scrapers.robots.RobotsMiddleware": 100,
    "scrapers.cookies.CookieMiddleware": 150,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapers.decoding.DecodingMiddleware": 590,  # where Scrapy's own stands
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the guard and the pattern of articles decide
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}
# These process the requests and items that callbacks yield from pages; ours yield none, and they cost 0.1 ms a page.
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
CONCURRENT_ITEMS = 1  # callbacks yield no items, and Scrapy starts this many workers for every response
DOWNLOAD_DELAY = 3.0
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy would halve every other delay
AUTOTHROTTLE_ENABLED = True  # slows down for a slow server; never faster than the delay
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
CONCURRENT_REQUESTS = 1  # requests in flight would ignore a pause that the site asks for
CONCURRENT_REQUESTS_PER_DOMAIN = 1
COOKIES_ENABLED = False  # none should track the crawler; see cookies.py for the few that a page needs

# Limits: a page of news is far below them.
DOWNLOAD_MAXSIZE = 16 << 20  # Scrapy allows 1 GiB, after decompression: 0.9 MB of gzip took 1.9 GB of memory
# What --attachments and --requisites fetch beside the pages, in bytes: for one page, and in one run. A single file is
# bounded by DOWNLOAD_MAXSIZE, as every answer is: it is held in memory until it is in the WARC.
ARCHIVE_PAGE_BYTES = 64 << 20
ARCHIVE_RUN_BYTES = 1 << 30
DOWNLOAD_TIMEOUT = 30
REDIRECT_ENABLED = False  # the spider puts the target on the frontier; five in a row, see limits.py
HTTPERROR_ALLOW_ALL = True  # the spider handles every response
RETRY_HTTP_CODES = [500, 502, 504, 408]  # the spider handles 429 and 503, which may have a Retry-After
DOWNLOAD_FAIL_ON_DATALOSS = True  # a truncated body is requested again, never stored
RETRY_TIMES = 2
RETRY_EXCEPTIONS = [  # what the aiohttp handler raises; Scrapy's list loads Twisted's HTTP client as well
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    OSError,
]
MEMUSAGE_LIMIT_MB = 1024  # a crawl takes 150 to 300; above the limit it ends cleanly, and the next run continues
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5

# Safety: only http and https, with verified TLS, and no remote control of the running crawler.
DOWNLOAD_HANDLERS = {
    "http": "scrapers.guarded_handler.GuardedHandler",  # checks the address of each connection
    "https": "scrapers.guarded_handler.GuardedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
HTTPPROXY_ENABLED = False  # the proxy of the environment is used only with --proxy
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False

# A crawl logs only what is wrong; the tables `runs`, `fetches` and `problems` have all that it did.
LOG_LEVEL = "WARNING"
STATS_DUMP = False
