"""Knowledge of text, of Chinese text above all: characters, dates, labels, languages, addresses. Pure."""
