from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, consteq

from ...tools import keys

TOKEN_PARAMETER = "visitor_management.health_token"
MIN_TOKEN = 32
# A job that should have run so long ago waits for a worker that does not come.
LATE = timedelta(hours=1)
# Jobs of Odoo without which ours reach nobody.
JOBS = ("base.autovacuum_job", "mail.ir_cron_mail_scheduler_action")


class VisitorHealth(models.AbstractModel):
    """How the installation is, for what watches it: no names of people, no messages."""

    _name = "visitor.health"
    _description = "Health"

    @api.model
    def _is_token(self, token):
        """Whether a text is the token of monitoring, a system parameter.

        One that is shorter than 32 characters lets nobody in.
        """
        known = self.env["ir.config_parameter"].sudo().get_param(TOKEN_PARAMETER) or ""
        return len(known) >= MIN_TOKEN and consteq(known.encode(), token.encode())

    @api.model
    def _report(self, company_id=None):
        """
        :param int company_id: whose devices are told; None: those of all companies
        :return: dict, the answer of the protocol
        """
        now = fields.Datetime.now()
        jobs, devices = self._jobs(now), self._devices(company_id)
        notices = self.env["visitor.notice.channel"].sudo()._health(company_id)
        mail, secret = self._mail(), self._secret()
        good = (
            secret["status"] in ("good", "new")
            and not mail["failed"]
            and not notices["failing"]
            and all(job["status"] == "good" for job in jobs)
        )
        return {
            "status": "good" if good else "attention",
            "database": self._database(),
            "jobs": jobs,
            "mail": mail,
            "devices": devices,
            "notices": notices,
            "secret": secret,
            "server_time": self._moment(now),
        }

    def _database(self):
        """That it answers, and the version of the addon that it was updated to."""
        addon = self.env["ir.module.module"].sudo()._get("visitor_management")
        return {"status": "good", "version": addon.latest_version or ""}

    def _jobs(self, now):
        ours = self.env["ir.model.data"].sudo()
        named = ours.search_fetch(
            [("model", "=", "ir.cron"), ("module", "=", "visitor_management")],
            ["module", "name", "res_id"],
            order="name",
        )
        names = {data.res_id: data.complete_name for data in named}
        for name in JOBS:
            if job := self.env.ref(name, raise_if_not_found=False):
                names[job.id] = name
        jobs = self.env["ir.cron"].sudo().browse(names).exists()
        return [
            {
                "job": names[job.id],
                "status": self._job_status(job, now),
                "last_run": self._moment(job.lastcall),
                "failures": job.failure_count,
            }
            for job in jobs
        ]

    def _job_status(self, job, now):
        if not job.active:
            return "inactive"
        if job.failure_count:
            return "failing"
        return "late" if job.nextcall < now - LATE else "good"

    def _mail(self):
        """The queue of outgoing mail."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE state = 'outgoing'),
                       COUNT(*) FILTER (WHERE state = 'exception'),
                       MIN(create_date) FILTER (WHERE state = 'outgoing')
                  FROM mail_mail WHERE state IN ('outgoing', 'exception')
                """
            )
        )
        outgoing, failed, oldest = rows[0]
        return {
            "outgoing": outgoing,
            "failed": failed,
            "oldest": self._moment(oldest),
        }

    def _devices(self, company_id):
        """The gates that have a device, by their ids."""
        devices = [("token_hash", "!=", False)]
        if company_id:
            devices.append(("company_id", "=", company_id))
        gates = self.env["visitor.gate"].sudo().search(devices, order="id")
        return [
            {
                "gate": gate.id,
                "kind": gate.kind,
                "site": gate.site_id.id,
                "last_seen": self._moment(gate.last_seen),
            }
            for gate in gates
        ]

    def _secret(self):
        state, _advice = self.env["visitor.secret"]._state()
        return {"status": state, "source": keys.secret_source()}

    def _moment(self, moment):
        return moment.isoformat(timespec="seconds") + "Z" if moment else ""
