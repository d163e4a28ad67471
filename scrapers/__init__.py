"""From address to page: which addresses a site names, and fetching them. Only this folder imports Scrapy."""
