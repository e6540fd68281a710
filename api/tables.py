"""Imports every module that defines a table, so that migrations and tests see all of them."""

import api.access.models
import api.alerts.models
import api.audit.models
import api.clinics.models
import api.diary.models
import api.installation.models
import api.medications.models
import api.outbox.models
import api.patients.models
import api.rulebooks.models
import api.sweeper.models
import api.trials.models  # noqa: F401
