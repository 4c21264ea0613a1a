"""Bills on paper: text PDFs read by documents of layouts, photographs kept to be typed beside."""
