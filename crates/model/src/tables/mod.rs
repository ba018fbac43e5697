//! Facts about images, packages and services: data files, read once.
