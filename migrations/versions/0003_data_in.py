"""What each source told is kept apart (layers), with readings, devices, tokens, portfolios and reading profiles.

Revision: 0003.
"""

import zlib

import numpy as np
import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

UPLOAD_STATUS = ('received', 'checked', 'refused', 'confirmed', 'imported', 'failed')
UPLOAD_KIND = ('file', 'bill_pdf', 'bill_photo', 'api', 'device', 'typed')
JOB_STATUS = ('queued', 'running', 'done', 'failed')
JOB_KIND = ('check_upload', 'import_upload', 'assess')


def _check(batch_op, name, column, values):
    listed = ', '.join(f"'{value}'" for value in values)
    batch_op.create_check_constraint(op.f(name), sa.text(f'{column} IN ({listed})'))


def upgrade():
    op.create_table('consultancy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultancy')),
    sa.UniqueConstraint('name', name=op.f('uq_consultancy_name'))
    )
    op.create_table('api_token',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('scopes', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('supply_point_ids', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_api_token_user_id_user_account'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_user_id'), ['user_id'], unique=False)

    op.create_table('portfolio_file',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('consultancy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('uploaded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('filename', sa.String(length=255), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('received', 'checked', 'refused', 'confirmed', 'imported', 'failed', 'undone', name='portfolio_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('summary', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('result', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultancy_id'], ['consultancy.id'], name=op.f('fk_portfolio_file_consultancy_id_consultancy'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['user_account.id'], name=op.f('fk_portfolio_file_uploaded_by_id_user_account'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_portfolio_file')),
    sa.UniqueConstraint('consultancy_id', 'sha256', name=op.f('uq_portfolio_file_consultancy_id_sha256'))
    )
    with op.batch_alter_table('portfolio_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_portfolio_file_uploaded_by_id'), ['uploaded_by_id'], unique=False)

    op.create_table('reading_profile',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('household_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_reading_profile_household_id_household'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading_profile')),
    sa.UniqueConstraint('household_id', 'signature', name=op.f('uq_reading_profile_household_id_signature'))
    )
    op.create_table('correction',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel', sa.Enum('import', 'export', name='correction_channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('end', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('action', sa.Enum('keep', 'discard', 'spread', name='correction_action', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['user_account.id'], name=op.f('fk_correction_actor_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_correction_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_correction_supply_point_id'), ['supply_point_id'], unique=False)

    op.create_table('idempotent_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('status_code', sa.Integer(), nullable=True),
    sa.Column('answer', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['token_id'], ['api_token.id'], name=op.f('fk_idempotent_request_token_id_api_token'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotent_request')),
    sa.UniqueConstraint('token_id', 'key', name=op.f('uq_idempotent_request_token_id_key'))
    )
    with op.batch_alter_table('idempotent_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotent_request_created_at'), ['created_at'], unique=False)

    op.create_table('bill_layer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('upload_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('start', sa.Date(), nullable=False),
    sa.Column('end', sa.Date(), nullable=False),
    sa.Column('kwh', sa.Double(), nullable=True),
    sa.Column('total', sa.Numeric(12, 2).with_variant(sa.String(16), "sqlite"), nullable=True),
    sa.Column('estimated', sa.Boolean(), nullable=False),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
    sa.Column('source', sa.Enum('typed', 'file', 'derived', name='bill_layer_source', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('"end" > start', name=op.f('ck_bill_layer_ends_after_start')),
    sa.CheckConstraint('kwh >= 0', name=op.f('ck_bill_layer_kwh_not_negative')),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_bill_layer_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_bill_layer_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bill_layer'))
    )
    with op.batch_alter_table('bill_layer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bill_layer_supply_point_id'), ['supply_point_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bill_layer_upload_id'), ['upload_id'], unique=False)

    op.create_table('data_change',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('upload_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('correction_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['user_account.id'], name=op.f('fk_data_change_actor_id_user_account'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['correction_id'], ['correction.id'], name=op.f('fk_data_change_correction_id_correction'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_data_change_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_data_change_upload_id_upload'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_change'))
    )
    with op.batch_alter_table('data_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_data_change_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_data_change_correction_id'), ['correction_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_data_change_supply_point_id_at'), ['supply_point_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_data_change_upload_id'), ['upload_id'], unique=False)

    op.create_table('device',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('upload_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('layout', sa.String(length=64), nullable=False),
    sa.Column('topic', sa.String(length=255), nullable=False),
    sa.Column('settings', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_message_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_device_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_device_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('topic', name=op.f('uq_device_topic'))
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_supply_point_id'), ['supply_point_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_device_upload_id'), ['upload_id'], unique=False)

    op.create_table('interval_layer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('upload_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('channel', sa.Enum('import', 'export', name='layer_channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('start', sa.DateTime(timezone=True), nullable=False),
    sa.Column('step_minutes', sa.Integer(), nullable=False),
    sa.Column('scale', sa.Double(), nullable=False),
    sa.Column('codec', sa.String(length=64), nullable=False),
    sa.Column('values', sa.LargeBinary(), nullable=False),
    sa.Column('quality', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_interval_layer_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_interval_layer_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interval_layer')),
    sa.UniqueConstraint('supply_point_id', 'channel', 'month', 'upload_id', name=op.f('uq_interval_layer_supply_point_id_channel_month_upload_id'))
    )
    with op.batch_alter_table('interval_layer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interval_layer_upload_id'), ['upload_id'], unique=False)

    op.create_table('meter_reading',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supply_point_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('upload_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel', sa.Enum('import', 'export', name='reading_channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('kind', sa.Enum('register', 'power', name='reading_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('value', sa.Double(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['supply_point_id'], ['supply_point.id'], name=op.f('fk_meter_reading_supply_point_id_supply_point'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_meter_reading_upload_id_upload'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meter_reading')),
    sa.UniqueConstraint('upload_id', 'channel', 'kind', 'at', 'value', name=op.f('uq_meter_reading_upload_id_channel_kind_at_value'))
    )
    with op.batch_alter_table('meter_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meter_reading_supply_point_id_at'), ['supply_point_id', 'at'], unique=False)

    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.add_column(sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True))

    with op.batch_alter_table('supply_point', schema=None) as batch_op:
        batch_op.add_column(sa.Column('beside_bills', sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True))

    with op.batch_alter_table('household', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consultancy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.add_column(sa.Column('client_reference', sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_household_consultancy_id_client_reference'), ['consultancy_id', 'client_reference'])
        batch_op.create_foreign_key(batch_op.f('fk_household_consultancy_id_consultancy'), 'consultancy', ['consultancy_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('portfolio_file_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.alter_column('supply_point_id', existing_type=sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True)
        batch_op.create_index(batch_op.f('ix_job_portfolio_file_id'), ['portfolio_file_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_job_portfolio_file_id_portfolio_file'), 'portfolio_file', ['portfolio_file_id'], ['id'], ondelete='CASCADE')
        batch_op.drop_constraint(op.f('ck_job_job_kind'), type_='check')
        batch_op.drop_constraint(op.f('ck_job_job_status'), type_='check')
        _check(batch_op, 'ck_job_job_status', 'status', JOB_STATUS)
        _check(batch_op, 'ck_job_job_kind', 'kind', (*JOB_KIND, 'derive_readings', 'check_portfolio', 'import_portfolio'))

    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.String(length=32), server_default='file', nullable=False))
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f('ck_upload_upload_status'), type_='check')
        _check(batch_op, 'ck_upload_upload_status', 'status', (*UPLOAD_STATUS, 'undone'))
        _check(batch_op, 'ck_upload_upload_kind', 'kind', UPLOAD_KIND)

    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('consultancy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_user_account_consultancy_id'), ['consultancy_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_user_account_consultancy_id_consultancy'), 'consultancy', ['consultancy_id'], ['id'], ondelete='SET NULL')

    if not context.is_offline_mode():
        _fill_interval_layers(op.get_bind())
        _fill_bill_layers(op.get_bind())


MONTH = [sa.column('supply_point_id'), sa.column('channel'), sa.column('month', sa.Date),
         sa.column('start', sa.DateTime(timezone=True)), sa.column('step_minutes'), sa.column('scale'), sa.column('codec'),
         sa.column('values', sa.LargeBinary), sa.column('quality', sa.LargeBinary)]
BAR = [sa.column('supply_point_id'), sa.column('start', sa.Date), sa.column('end', sa.Date), sa.column('kwh'),
       sa.column('estimated', sa.Boolean), sa.column('source')]


def _fresh(columns):
    """Return the columns for a table of their own; a column belongs to one."""
    return [sa.column(column.name, column.type) for column in columns]


def _fill_interval_layers(connection):
    """Give each upload a layer of the values that stand from it; what it said beside them is known to its file only."""
    block = sa.table('interval_block', sa.column('id'), sa.column('sources', sa.LargeBinary), *_fresh(MONTH))
    layer = sa.table('interval_layer', sa.column('upload_id'), *_fresh(MONTH))
    uploads = set(connection.scalars(sa.text('SELECT id FROM upload')))
    last = 0
    while rows := connection.execute(sa.select(block).where(block.c.id > last).order_by(block.c.id).limit(500)).all():
        made = [row for found in rows for row in _layers_of(found._asdict(), uploads)]
        if made:
            connection.execute(sa.insert(layer), made)
        last = rows[-1].id


def _layers_of(row, uploads):
    width = '<' + row['codec'].removeprefix('zlib-')
    units = np.frombuffer(zlib.decompress(row['values']), width)
    quality = np.frombuffer(zlib.decompress(row['quality']), 'u1')
    sources = np.frombuffer(zlib.decompress(row['sources']), '<u4')
    # An upload that is gone leaves its values to no one, as simulated ones are.
    told = np.where(np.isin(sources, list(uploads)), sources, 0)
    for source in np.unique(told[quality > 0]):
        mine = (told == source) & (quality > 0)
        yield {
            **{column.name: row[column.name] for column in MONTH},
            'upload_id': int(source) or None,
            'values': zlib.compress(np.where(mine, units, 0).astype(width).tobytes(), 6),
            'quality': zlib.compress(np.where(mine, quality, 0).astype('u1').tobytes(), 6),
        }


def _fill_bill_layers(connection):
    """Give each stored bill its layer, at the time its file came or its supply point was made."""
    money = sa.String(16) if connection.dialect.name == 'sqlite' else sa.Numeric(12, 2)
    columns = [*MONTH[:1], *BAR[1:], sa.column('total', money), sa.column('upload_id')]
    bill = sa.table('bill', *_fresh(columns))
    layer = sa.table('bill_layer', *_fresh(columns), sa.column('at', sa.DateTime(timezone=True)))
    upload = sa.table('upload', sa.column('id'), sa.column('received_at', sa.DateTime(timezone=True)))
    point = sa.table('supply_point', sa.column('id'), sa.column('created_at', sa.DateTime(timezone=True)))
    told = sa.select(*bill.c, sa.func.coalesce(upload.c.received_at, point.c.created_at))
    told = told.join_from(bill, point, point.c.id == bill.c.supply_point_id)
    told = told.outerjoin(upload, upload.c.id == bill.c.upload_id)
    connection.execute(sa.insert(layer).from_select([column.name for column in layer.c], told))


def downgrade():
    with op.batch_alter_table('user_account', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_user_account_consultancy_id_consultancy'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_user_account_consultancy_id'))
        batch_op.drop_column('consultancy_id')

    # What only this version can say goes: an undone upload counts as refused, work of the new kinds is dropped.
    op.execute("UPDATE upload SET status = 'refused' WHERE status = 'undone'")
    op.execute("DELETE FROM job WHERE kind IN ('derive_readings', 'check_portfolio', 'import_portfolio')")
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_upload_upload_status'), type_='check')
        batch_op.drop_constraint(op.f('ck_upload_upload_kind'), type_='check')
        batch_op.drop_column('undone_at')
        batch_op.drop_column('kind')
        _check(batch_op, 'ck_upload_upload_status', 'status', UPLOAD_STATUS)

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_job_portfolio_file_id_portfolio_file'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_job_portfolio_file_id'))
        batch_op.drop_constraint(op.f('ck_job_job_kind'), type_='check')
        batch_op.drop_constraint(op.f('ck_job_job_status'), type_='check')
        batch_op.alter_column('supply_point_id', existing_type=sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False)
        batch_op.drop_column('portfolio_file_id')
        _check(batch_op, 'ck_job_job_status', 'status', JOB_STATUS)
        _check(batch_op, 'ck_job_job_kind', 'kind', JOB_KIND)

    with op.batch_alter_table('household', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_household_consultancy_id_consultancy'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_household_consultancy_id_client_reference'), type_='unique')
        batch_op.drop_column('client_reference')
        batch_op.drop_column('consultancy_id')

    with op.batch_alter_table('supply_point', schema=None) as batch_op:
        batch_op.drop_column('beside_bills')

    with op.batch_alter_table('bill', schema=None) as batch_op:
        batch_op.drop_column('detail')

    with op.batch_alter_table('meter_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meter_reading_supply_point_id_at'))

    op.drop_table('meter_reading')
    with op.batch_alter_table('interval_layer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interval_layer_upload_id'))

    op.drop_table('interval_layer')
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_upload_id'))
        batch_op.drop_index(batch_op.f('ix_device_supply_point_id'))

    op.drop_table('device')
    with op.batch_alter_table('data_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_data_change_upload_id'))
        batch_op.drop_index(batch_op.f('ix_data_change_supply_point_id_at'))
        batch_op.drop_index(batch_op.f('ix_data_change_correction_id'))
        batch_op.drop_index(batch_op.f('ix_data_change_actor_id'))

    op.drop_table('data_change')
    with op.batch_alter_table('bill_layer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bill_layer_upload_id'))
        batch_op.drop_index(batch_op.f('ix_bill_layer_supply_point_id'))

    op.drop_table('bill_layer')
    with op.batch_alter_table('idempotent_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idempotent_request_created_at'))

    op.drop_table('idempotent_request')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_supply_point_id'))
        batch_op.drop_index(batch_op.f('ix_correction_actor_id'))

    op.drop_table('correction')
    op.drop_table('reading_profile')
    with op.batch_alter_table('portfolio_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_portfolio_file_uploaded_by_id'))

    op.drop_table('portfolio_file')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_user_id'))

    op.drop_table('api_token')
    op.drop_table('consultancy')
