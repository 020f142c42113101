//! Names of git objects: what a blob is called, so that unchanged files need not be given to git to be known as unchanged.

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// How a repository names its objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// SHA-1: 40 hexadecimal digits.
    Sha1,
    /// SHA-256: 64 hexadecimal digits.
    Sha256,
}

impl Format {
    /// The name of the blob with these bytes, in hexadecimal digits.
    pub(super) fn blob(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha1 => hex(&named::<Sha1>(bytes)),
            Self::Sha256 => hex(&named::<Sha256>(bytes)),
        }
    }
}

fn named<Hash: Digest>(bytes: &[u8]) -> Vec<u8> {
    let mut hash = Hash::new();
    hash.update(format!("blob {}\0", bytes.len()));
    hash.update(bytes);
    hash.finalize().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blobs_are_called_as_git_calls_them() {
        // What `git hash-object --stdin` prints in a repository of either format.
        assert_eq!(Format::Sha1.blob(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(Format::Sha1.blob(b"hi\n"), "45b983be36b73c0788dc9cbcb76cbb80fc7bb057");
        assert_eq!(Format::Sha256.blob(b""), "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
    }
}
