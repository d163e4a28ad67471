"""Imitations of the sites that the product declares: their lists and articles, made of the declarations alone."""
