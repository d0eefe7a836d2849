"""Scrapy's settings, with the reason beside each; any of them can be overridden by ``-s NAME=VALUE``."""

from importlib.metadata import version

BOT_NAME = "newsmuster"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
SPIDER_LOADER_CLASS = "crawler.registry.OutletLoader"

# Ours.

# The store; `muster --db` and MUSTER_DB set it too.
MUSTER_DB = "muster.db"
# Who a site's owner may write to; part of the user agent. `muster crawl` asks for it once.
MUSTER_CONTACT = ""
# Days that a run without --since reaches back. A weekly outlet's last issue is within.
MUSTER_SINCE_DAYS = 7
# Pages of one listing that a run goes through at most; said when it is reached. 25 stories a page, 15 a day:
# some two years and a half of a busy outlet.
MUSTER_MAX_PAGES = 600
# URLs handed to Scrapy at once. The frontier is the ledger: what waits there costs no memory.
MUSTER_BATCH = 32
# Hosts on private addresses that may be asked: the demo's own, nobody else's.
MUSTER_PRIVATE_HOSTS: list[str] = []
# Longest Retry-After that is waited for, in seconds; a host that asks for more is left alone for this run.
MUSTER_RETRY_AFTER_MAX = 120

# Manners.

USER_AGENT = f"newsmuster/{version('newsmuster')}"
ROBOTSTXT_OBEY = True
# The product's name alone, as RFC 9309 has it: a contact of bots@example.org is nobody's rule.
ROBOTSTXT_USER_AGENT = "newsmuster"
# A newsroom's server is not ours to test: one connection, and the pace that its answers allow.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# One on its way, one ready to follow. Scrapy finishes what it has begun: with its 16, Ctrl-C would wait for
# 16 times a host's delay.
CONCURRENT_REQUESTS = 2
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
# Connects to what PublicAddresses has checked, by IPv4 and IPv6; `muster` installs it itself.
TWISTED_DNS_RESOLVER = "crawler.addresses.CheckedAddresses"
# Name servers that do not answer hold an outlet too.
DNS_TIMEOUT = 20
# News pages answer within seconds. A connection held for Scrapy's three minutes would hold its whole outlet.
DOWNLOAD_TIMEOUT = 30
# The largest news sitemaps have 50 MiB, the largest article pages 5; Scrapy's default is a gibibyte.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
# 408 and 5xx by Scrapy's middleware; 429 by ours, which reads Retry-After.
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
# The ledger says what was given up, and why.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
# A news site needs no cookies to be read, and a consent cookie is not ours to give.
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"

# Safety: links come from pages that others wrote.

DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
# A server that runs Python has no place beside untrusted pages (on by default since Scrapy 2.19).
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
# <meta refresh> leads to consent walls and to "this page has moved" of frames, not to articles.
METAREFRESH_ENABLED = False

# Cost: a page gives one article, so what Scrapy does for spiders of another kind is left out.

# Scrapy makes as many tasks as this for every response, to run its items side by side: 1.4 ms a page for 100.
CONCURRENT_ITEMS = 1
# Bytes of pages in hand at which an outlet asks for no more: what waits to be stored with others counts too.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 * 1024 * 1024
# Reads and compiles the callback's source for every response, to warn of a mistake that is not made here.
WARN_ON_GENERATOR_RETURN_VALUE = False
SPIDER_MIDDLEWARES = {
    # Every status is looked at by the callbacks; depth means nothing where the ledger is the frontier.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}

# Order and accounts.

# The ledger hands out the newest first; Scrapy's own queue would turn each batch round.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# The ledger knows what was asked for; a second memory of it would grow with every page.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
DOWNLOADER_MIDDLEWARES = {
    # In place of Scrapy's, which lets requests pass while robots.txt is on its way, or cannot be had.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.Robots": 100,
    # Behind HttpProxyMiddleware (750): whether a proxy resolves the name is known there.
    "crawler.addresses.PublicAddresses": 760,
    # Nearer to the downloader than Scrapy's retries (550).
    "crawler.middlewares.RetryAfter": 560,
}
EXTENSIONS = {
    "crawler.extensions.CrawlDelay": 0,
    # Reports pages a minute to the log; the run has its own progress.
    "scrapy.extensions.logstats.LogStats": None,
}
ITEM_PIPELINES = {"crawler.pipelines.Keep": 500}
# A copy is dropped from Scrapy's own feeds (-O); that is no warning.
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
