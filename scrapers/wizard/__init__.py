"""The wizard of `archive add`: it writes the module of an unknown site, and tries lists. Only `trial` does I/O."""
