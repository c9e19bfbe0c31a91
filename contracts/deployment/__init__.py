"""May this build go where those run? Computed from the contracts on both sides, with a witness for every "no".

`can_i_deploy` compares the lock file of a candidate with those that are active in an environment.
"""

from contracts.deployment.matrix import Answer, Counterpart, Deployment, Matrix, Requirements, Row, Verification
from contracts.deployment.rows import can_i_deploy

__all__ = ["Answer", "Counterpart", "Deployment", "Matrix", "Requirements", "Row", "Verification", "can_i_deploy"]
