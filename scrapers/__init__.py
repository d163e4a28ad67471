"""Crawling: find the addresses of a site's articles and fetch them. Only this folder imports Scrapy."""
