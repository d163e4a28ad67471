"""Raw pages: WARC files and the folder that holds them."""
