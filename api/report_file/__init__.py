"""Reports and their photo and video as files that a browser keeps."""
