"""What is known of Chinese text: characters, dates, labels, languages, addresses. Pure."""
