"""The store in a browser: Datasette on the file, with pages made for reading."""
