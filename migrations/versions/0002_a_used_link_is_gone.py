"""A used personal link is gone, so that no copy of the database tells when it was used."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('invitations') as batch_op:
        batch_op.drop_constraint('fk_invitations_link_id', type_='foreignkey')
    op.execute('DELETE FROM personal_links WHERE used')
    with op.batch_alter_table('personal_links') as batch_op:
        batch_op.drop_column('used')


def downgrade() -> None:
    with op.batch_alter_table('personal_links') as batch_op:
        batch_op.add_column(sa.Column('used', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "INSERT INTO personal_links (id, survey_id, used, public_id) "
        "SELECT link_id, survey_id, true, 'gone:' || link_id FROM invitations "
        "WHERE link_id NOT IN (SELECT id FROM personal_links)"
    )
    with op.batch_alter_table('personal_links') as batch_op:
        batch_op.alter_column('used', server_default=None)
    with op.batch_alter_table('invitations') as batch_op:
        batch_op.create_foreign_key('fk_invitations_link_id', 'personal_links', ['link_id'], ['id'])
