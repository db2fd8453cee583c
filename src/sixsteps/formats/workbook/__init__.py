"""Excel workbooks, from their sheets and cells up to what is asked and answered in them."""
