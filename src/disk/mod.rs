//! Reading the site, and writing it: the rooms that touch files.
