from . import (
    admission,
    client_kpis,
    identity_documents,
    keys,
    opening_hours,
    paper,
    pass_code,
    qr_code,
    rate_field,
    transaction,
)
