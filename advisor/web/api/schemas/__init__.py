"""The shapes of what the API takes and gives; the OpenAPI document is made from them.

Bodies are judged by advisor/ingest/json_files/body.py, which also reads the kept ones: fifty thousand intervals take a
third of a second there, and the answer names the place and value of each fault. Answers and queries go through these
schemas.
"""
