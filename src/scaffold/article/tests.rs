//! What is found in articles, and what is not.

use super::*;
