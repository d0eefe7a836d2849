"""What can go wrong in the store; `muster` prints any of these as one line and exits with status 1.

StorageError
├── StoreError              the file itself
│   ├── NotAStore           not SQLite, damaged, or SQLite that another program made
│   ├── StoreTooNew         made by a later version
│   ├── StoreParameters     made with other parameters of duplicate detection
│   ├── StoreLocked         another process kept it locked for too long
│   └── StoreUnwritable     no such folder, no permission, disk full, read-only
├── ArticleNotFound         no article or copy has that id or URL
├── OverruleError           a split or merge of pages that cannot be split or merged
├── ExportError             an export's file cannot be written
├── AddressTaken            `muster serve` cannot listen there
├── ExtraMissing            a command or format needs packages of an extra
└── QueryError              a search or filter that means nothing
"""


class StorageError(Exception):
    """Root of the tree; its message names the thing and the way out."""


class StoreError(StorageError):
    """The store's file cannot be used."""


class NotAStore(StoreError):
    """The file is not SQLite, is damaged, or was made by another program."""


class StoreTooNew(StoreError):
    """The store was made by a later version of newsmuster."""


class StoreParameters(StoreError):
    """The store's index was built with other parameters of duplicate detection."""


class StoreLocked(StoreError):
    """Another process kept the store locked for longer than the timeout."""


class StoreUnwritable(StoreError):
    """The store cannot be created or written."""


class ArticleNotFound(StorageError):
    """No article or copy has that id or URL."""


class OverruleError(StorageError):
    """A split or merge of pages that cannot be split or merged."""


class QueryError(StorageError):
    """A search or filter that means nothing."""


class ExportError(StorageError):
    """An export's file cannot be written."""


class AddressTaken(StorageError):
    """`muster serve` cannot listen at the address that was asked for."""


class ExtraMissing(StorageError):
    """A command or format needs the packages of an extra that is not installed."""
