"""Files that hold files or tables: archives, workbooks, saved web pages."""
