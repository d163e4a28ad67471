"""The words of the command `archive`, one a file. They only ask and tell: the work is in scrapers/ and pipelines/."""
