{
    "name": "Visitor Management",
    "version": "19.0.1.0.0",
    "summary": "Reception: visits, passes, gates and the register of visitors",
    "author": "Visitor Management contributors",
    "license": "LGPL-3",
    "category": "Visitors",
    "depends": ["mail", "portal", "contacts", "hr", "barcodes", "resource"],
    "external_dependencies": {"python": ["qrcode", "cryptography"]},
    "data": [
        "security/visitor_security.xml",
        "security/ir.model.access.csv",
        "views/visitor_menus.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        "data/visitor_visit_type_data.xml",
    ],
    "application": True,
}
