-- schemas
schema commerce grants liuyuan_app: usage; liuyuan_system: usage
schema customer grants liuyuan_app: usage; liuyuan_system: create, usage
schema event grants liuyuan_app: usage; liuyuan_system: create, usage
schema ingestion grants liuyuan_app: usage; liuyuan_system: create, usage
schema insight grants liuyuan_app: usage; liuyuan_system: usage
schema liuyuan grants liuyuan_app: usage; liuyuan_queue: usage; liuyuan_system: usage
schema playbook grants liuyuan_app: usage; liuyuan_system: usage
schema queue grants liuyuan_app: usage; liuyuan_queue: create, usage
schema staff grants liuyuan_app: usage; liuyuan_system: create, usage

-- tables
table commerce."order" rls forced grants liuyuan_app: delete, insert, select, update
table commerce.order_before rls forced grants liuyuan_app: delete, insert, select, update
table commerce.refund rls forced grants liuyuan_app: delete, insert, select, update
table customer.conflict rls forced grants liuyuan_app: insert, select, update
table customer.counter rls forced grants liuyuan_app: insert, select, update
table customer.customer rls forced grants liuyuan_app: insert, select, update
table customer.identity rls forced grants liuyuan_app: delete, insert, select, update
table customer.merge rls forced grants liuyuan_app: insert, select, update
table customer.search rls forced grants liuyuan_app: delete, insert, select, update
table customer.separation rls forced grants liuyuan_app: delete, insert, select, update
table customer.tag rls forced grants liuyuan_app: insert, select, update
table customer.tag_group rls forced grants liuyuan_app: insert, select, update
table customer.tagging rls forced grants liuyuan_app: insert, select, update
table event.batch rls forced grants liuyuan_app: insert, select, update
table event.counter rls forced grants liuyuan_app: insert, select, update
table event.inbox rls forced grants liuyuan_app: insert, select, update
table event.landing rls forced grants liuyuan_app: insert, select
table event.parked rls forced grants liuyuan_app: insert, select, update
table event.seen grants liuyuan_app: delete, insert, select
table ingestion.import rls forced grants liuyuan_app: insert, select, update
table ingestion.import_error rls forced grants liuyuan_app: delete, insert, select
table ingestion.mapping_memory rls forced grants liuyuan_app: delete, insert, select, update
table insight.value_fit rls forced grants liuyuan_app: insert, select, update
table insight.value_option rls forced grants liuyuan_app: insert, select, update
table playbook.diagnosis rls forced grants liuyuan_app: insert, select
table queue.worker grants liuyuan_queue: delete, insert, select, update
table staff.api_key rls forced grants liuyuan_app: insert, select, update
table staff.audit rls forced grants liuyuan_app: insert, select
table staff.idempotency rls forced grants liuyuan_app: delete, insert, select, update
table staff.session rls forced grants liuyuan_app: delete, insert, select, update
table staff.staff rls forced grants liuyuan_app: insert, select, update
table staff.workspace rls forced grants liuyuan_app: insert, select, update

-- columns
column commerce."order".workspace_id uuid not null
column commerce."order".id uuid not null
column commerce."order".order_key text not null
column commerce."order".order_no text
column commerce."order".shop text not null default ''::text
column commerce."order".customer_id uuid
column commerce."order".customer_no bigint not null default 0
column commerce."order".state text not null
column commerce."order".currency text not null
column commerce."order".amount bigint not null
column commerce."order".paid bigint not null default 0
column commerce."order".refunded bigint not null default 0
column commerce."order".ordered_at timestamp with time zone not null
column commerce."order".paid_at timestamp with time zone
column commerce."order".cancelled_at timestamp with time zone
column commerce."order".refunded_in_full_at timestamp with time zone
column commerce."order".is_known boolean not null default true
column commerce."order".items jsonb not null default '[]'::jsonb
column commerce."order".attributes jsonb not null default '{}'::jsonb
column commerce."order".import_id uuid
column commerce."order".version bigint not null
column commerce.order_before.workspace_id uuid not null
column commerce.order_before.import_id uuid not null
column commerce.order_before.order_id uuid not null
column commerce.order_before.before jsonb not null
column commerce.order_before.after jsonb not null
column commerce.refund.workspace_id uuid not null
column commerce.refund.order_id uuid not null
column commerce.refund.refund_key text not null
column commerce.refund.amount bigint not null
column commerce.refund.refunded_at timestamp with time zone not null
column commerce.refund.import_id uuid
column customer.conflict.workspace_id uuid not null
column customer.conflict.id uuid not null
column customer.conflict.fingerprint uuid not null
column customer.conflict.reason text not null
column customer.conflict.customer_ids uuid[] not null
column customer.conflict.evidence jsonb not null
column customer.conflict.event_id uuid
column customer.conflict.times integer not null default 1
column customer.conflict.opened_at timestamp with time zone not null
column customer.conflict.last_seen_at timestamp with time zone not null
column customer.conflict.resolved_at timestamp with time zone
column customer.conflict.resolved_by uuid
column customer.conflict.resolution text
column customer.counter.workspace_id uuid not null
column customer.counter.next_no bigint not null default 1
column customer.customer.workspace_id uuid not null
column customer.customer.id uuid not null
column customer.customer.no bigint not null
column customer.customer.person_id uuid not null
column customer.customer.traits jsonb not null default '{}'::jsonb
column customer.customer.source text not null default ''::text
column customer.customer.own_first_seen_at timestamp with time zone not null
column customer.customer.own_last_seen_at timestamp with time zone not null
column customer.customer.own_last_event text not null default ''::text
column customer.customer.own_order_count integer not null default 0
column customer.customer.own_order_total bigint not null default 0
column customer.customer.own_last_order_at timestamp with time zone
column customer.customer.name text not null default ''::text
column customer.customer.first_seen_at timestamp with time zone not null
column customer.customer.last_seen_at timestamp with time zone not null
column customer.customer.last_event text not null default ''::text
column customer.customer.order_count integer not null default 0
column customer.customer.order_total bigint not null default 0
column customer.customer.last_order_at timestamp with time zone
column customer.customer.created_at timestamp with time zone not null
column customer.identity.workspace_id uuid not null
column customer.identity.kind text not null
column customer.identity.key bytea not null
column customer.identity.customer_id uuid not null
column customer.identity.value text
column customer.identity.sealed bytea
column customer.identity.masked text not null
column customer.identity.first_seen_at timestamp with time zone not null
column customer.identity.source text not null
column customer.merge.workspace_id uuid not null
column customer.merge.id uuid not null
column customer.merge.kept_id uuid not null
column customer.merge.gone_id uuid not null
column customer.merge.reason text not null
column customer.merge.evidence jsonb not null
column customer.merge.event_id uuid
column customer.merge.merged_at timestamp with time zone not null
column customer.merge.merged_by uuid
column customer.merge.undone_at timestamp with time zone
column customer.merge.undone_by uuid
column customer.merge.undo_reason text
column customer.search.workspace_id uuid not null grants liuyuan_system: select
column customer.search.customer_id uuid not null grants liuyuan_system: select
column customer.search.words tsvector not null grants liuyuan_system: select
column customer.separation.workspace_id uuid not null
column customer.separation.one_id uuid not null
column customer.separation.other_id uuid not null
column customer.separation.separated_at timestamp with time zone not null
column customer.separation.separated_by uuid
column customer.separation.reason text not null
column customer.tag.workspace_id uuid not null
column customer.tag.id uuid not null
column customer.tag.group_id uuid not null
column customer.tag.name text not null
column customer.tag.created_at timestamp with time zone not null
column customer.tag.archived_at timestamp with time zone
column customer.tag_group.workspace_id uuid not null
column customer.tag_group.id uuid not null
column customer.tag_group.name text not null
column customer.tag_group.created_at timestamp with time zone not null
column customer.tag_group.archived_at timestamp with time zone
column customer.tagging.workspace_id uuid not null
column customer.tagging.id uuid not null
column customer.tagging.customer_id uuid not null
column customer.tagging.tag_id uuid not null
column customer.tagging.source text not null
column customer.tagging.sign smallint not null default 1
column customer.tagging.weight real not null
column customer.tagging.tagged_at timestamp with time zone not null
column customer.tagging.quote text
column customer.tagging.event_id uuid
column customer.tagging.tagged_by uuid
column customer.tagging.withdrawn_at timestamp with time zone
column customer.tagging.withdrawn_by uuid
column event.batch.workspace_id uuid not null grants liuyuan_system: select
column event.batch.no bigint not null
column event.batch.lane smallint not null
column event.batch.taken_at timestamp with time zone not null
column event.batch.month date not null
column event.batch.events integer not null
column event.batch.duplicates integer not null
column event.batch.landed_at timestamp with time zone grants liuyuan_system: select
column event.batch.reacted_at timestamp with time zone grants liuyuan_system: select
column event.batch.react_tries smallint not null default 0
column event.batch.react_after timestamp with time zone
column event.counter.workspace_id uuid not null
column event.counter.next_batch_no bigint not null default 1
column event.inbox.workspace_id uuid not null grants liuyuan_system: select
column event.inbox.id bigint not null identity always
column event.inbox.lane smallint not null grants liuyuan_system: select
column event.inbox.kind text not null
column event.inbox.source text not null
column event.inbox.items integer not null
column event.inbox.body text not null
column event.inbox.received_at timestamp with time zone not null grants liuyuan_system: select
column event.inbox.batch_no bigint grants liuyuan_system: select
column event.inbox.tries smallint not null default 0
column event.inbox.retry_at timestamp with time zone grants liuyuan_system: select
column event.landing.workspace_id uuid not null
column event.landing.batch_no bigint not null
column event.landing.target text not null
column event.landing.rows integer not null
column event.landing.body bytea not null
column event.parked.workspace_id uuid not null grants liuyuan_system: select
column event.parked.id uuid not null
column event.parked.event_id uuid not null
column event.parked.name text not null
column event.parked.stage text not null
column event.parked.step text not null default ''::text
column event.parked.lane smallint not null
column event.parked.kind text not null
column event.parked.source text not null
column event.parked.item text not null
column event.parked.received_at timestamp with time zone not null
column event.parked.error text not null
column event.parked.tries smallint not null
column event.parked.parked_at timestamp with time zone not null
column event.parked.replayed_at timestamp with time zone grants liuyuan_system: select
column event.parked.discarded_at timestamp with time zone grants liuyuan_system: select
column event.parked.decided_by uuid
column event.seen.event_id uuid not null
column ingestion.import.workspace_id uuid not null grants liuyuan_system: select
column ingestion.import.id uuid not null grants liuyuan_system: select
column ingestion.import.no integer not null
column ingestion.import.kind text not null
column ingestion.import.file_name text not null
column ingestion.import.file_path text not null
column ingestion.import.file_hash bytea not null
column ingestion.import.file_bytes bigint not null
column ingestion.import.settings jsonb not null
column ingestion.import.state text not null grants liuyuan_system: select
column ingestion.import.next_line integer not null default 1
column ingestion.import.next_byte bigint not null default 0
column ingestion.import.rows_read integer not null default 0
column ingestion.import.rows_taken integer not null default 0
column ingestion.import.rows_failed integer not null default 0
column ingestion.import.failure jsonb
column ingestion.import.created_at timestamp with time zone not null
column ingestion.import.created_by uuid
column ingestion.import.started_at timestamp with time zone
column ingestion.import.finished_at timestamp with time zone
column ingestion.import.undone_at timestamp with time zone
column ingestion.import_error.workspace_id uuid not null
column ingestion.import_error.import_id uuid not null
column ingestion.import_error.line integer not null
column ingestion.import_error.column_name text not null
column ingestion.import_error.code text not null
column ingestion.import_error.params jsonb not null default '{}'::jsonb
column ingestion.import_error.original text not null
column ingestion.mapping_memory.workspace_id uuid not null
column ingestion.mapping_memory.kind text not null
column ingestion.mapping_memory.header_hash bytea not null
column ingestion.mapping_memory.mapping jsonb not null
column ingestion.mapping_memory.used_at timestamp with time zone not null
column insight.value_fit.workspace_id uuid not null
column insight.value_fit.id uuid not null
column insight.value_fit.snapshot integer not null
column insight.value_fit.as_of timestamp with time zone not null
column insight.value_fit.state text not null
column insight.value_fit.result jsonb not null default '{}'::jsonb
column insight.value_fit.started_at timestamp with time zone not null
column insight.value_fit.finished_at timestamp with time zone
column insight.value_option.workspace_id uuid not null
column insight.value_option.margin_percent real not null
column insight.value_option.discount_percent real not null
column playbook.diagnosis.workspace_id uuid not null
column playbook.diagnosis.id uuid not null
column playbook.diagnosis.basis text not null
column playbook.diagnosis.as_of timestamp with time zone not null
column playbook.diagnosis.input jsonb not null
column playbook.diagnosis.result jsonb not null
column playbook.diagnosis.made_at timestamp with time zone not null
column playbook.diagnosis.made_by uuid
column queue.worker.id text not null
column queue.worker.beats bigint not null
column staff.api_key.workspace_id uuid not null grants liuyuan_system: select
column staff.api_key.id uuid not null grants liuyuan_system: select
column staff.api_key.kind text not null grants liuyuan_system: select
column staff.api_key.name text not null grants liuyuan_system: select
column staff.api_key.prefix text not null
column staff.api_key.key_hash bytea not null grants liuyuan_system: select
column staff.api_key.created_at timestamp with time zone not null
column staff.api_key.created_by uuid
column staff.api_key.last_used_at timestamp with time zone
column staff.api_key.revoked_at timestamp with time zone grants liuyuan_system: select
column staff.audit.workspace_id uuid not null
column staff.audit.id uuid not null
column staff.audit.at timestamp with time zone not null
column staff.audit.staff_id uuid
column staff.audit.action text not null
column staff.audit.subject text not null
column staff.audit.detail jsonb not null default '{}'::jsonb
column staff.idempotency.workspace_id uuid not null
column staff.idempotency.key text not null
column staff.idempotency.request_hash bytea not null
column staff.idempotency.status smallint
column staff.idempotency.body text
column staff.idempotency.created_at timestamp with time zone not null
column staff.session.token_hash bytea not null grants liuyuan_system: select
column staff.session.workspace_id uuid not null grants liuyuan_system: select
column staff.session.staff_id uuid not null
column staff.session.created_at timestamp with time zone not null
column staff.session.last_seen_at timestamp with time zone not null
column staff.session.expires_at timestamp with time zone not null
column staff.session.user_agent text not null default ''::text
column staff.staff.workspace_id uuid not null grants liuyuan_system: select
column staff.staff.id uuid not null grants liuyuan_system: select
column staff.staff.login text not null grants liuyuan_system: select
column staff.staff.name text not null
column staff.staff.role text not null
column staff.staff.password_hash text not null
column staff.staff.created_at timestamp with time zone not null
column staff.staff.disabled_at timestamp with time zone grants liuyuan_system: select
column staff.workspace.workspace_id uuid not null grants liuyuan_system: select
column staff.workspace.no integer not null identity always grants liuyuan_system: select
column staff.workspace.name text not null grants liuyuan_system: select
column staff.workspace.time_zone text not null grants liuyuan_system: select
column staff.workspace.currency text not null grants liuyuan_system: select
column staff.workspace.clock_at timestamp with time zone grants liuyuan_system: select
column staff.workspace.is_demo boolean not null default false grants liuyuan_system: select
column staff.workspace.created_at timestamp with time zone not null

-- constraints
constraint commerce."order" order_pkey PRIMARY KEY (workspace_id, id)
constraint commerce."order" order_state_check CHECK ((state = ANY (ARRAY['created'::text, 'paid'::text, 'cancelled'::text, 'refunded'::text])))
constraint commerce."order" order_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint commerce."order" order_workspace_id_order_key_key UNIQUE (workspace_id, order_key)
constraint commerce.order_before order_before_pkey PRIMARY KEY (workspace_id, import_id, order_id)
constraint commerce.refund refund_amount_check CHECK ((amount > 0))
constraint commerce.refund refund_pkey PRIMARY KEY (workspace_id, order_id, refund_key)
constraint commerce.refund refund_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES commerce."order"(workspace_id, id) ON DELETE CASCADE
constraint customer.conflict conflict_pkey PRIMARY KEY (workspace_id, id)
constraint customer.conflict conflict_reason_check CHECK ((reason = ANY (ARRAY['contradiction'::text, 'separated'::text, 'too_many'::text])))
constraint customer.conflict conflict_resolution_check CHECK ((resolution = ANY (ARRAY['merged'::text, 'kept_apart'::text, 'dismissed'::text])))
constraint customer.conflict conflict_workspace_id_fingerprint_key UNIQUE (workspace_id, fingerprint)
constraint customer.conflict conflict_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.counter counter_pkey PRIMARY KEY (workspace_id)
constraint customer.counter counter_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.customer customer_pkey PRIMARY KEY (workspace_id, id)
constraint customer.customer customer_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.customer customer_workspace_id_no_key UNIQUE (workspace_id, no)
constraint customer.identity identity_check CHECK (((value IS NULL) <> (sealed IS NULL)))
constraint customer.identity identity_pkey PRIMARY KEY (workspace_id, kind, key)
constraint customer.identity identity_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.identity identity_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.merge merge_check CHECK ((kept_id <> gone_id))
constraint customer.merge merge_pkey PRIMARY KEY (workspace_id, id)
constraint customer.merge merge_reason_check CHECK ((reason = ANY (ARRAY['shared_identity'::text, 'anonymous_claimed'::text, 'by_hand'::text])))
constraint customer.merge merge_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.merge merge_workspace_id_gone_id_fkey FOREIGN KEY (workspace_id, gone_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.merge merge_workspace_id_kept_id_fkey FOREIGN KEY (workspace_id, kept_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.search search_pkey PRIMARY KEY (workspace_id, customer_id)
constraint customer.search search_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.search search_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.separation separation_check CHECK ((one_id < other_id))
constraint customer.separation separation_pkey PRIMARY KEY (workspace_id, one_id, other_id)
constraint customer.separation separation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag tag_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tag tag_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag tag_workspace_id_group_id_fkey FOREIGN KEY (workspace_id, group_id) REFERENCES customer.tag_group(workspace_id, id)
constraint customer.tag_group tag_group_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tag_group tag_group_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tagging tagging_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tagging tagging_sign_check CHECK ((sign = ANY (ARRAY[1, '-1'::integer])))
constraint customer.tagging tagging_source_check CHECK ((source = ANY (ARRAY['form'::text, 'purchase'::text, 'staff'::text, 'flash_topic'::text, 'chat'::text, 'click'::text, 'import'::text, 'rule'::text, 'api'::text])))
constraint customer.tagging tagging_weight_check CHECK (((weight > (0)::double precision) AND (weight <= (5)::double precision)))
constraint customer.tagging tagging_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.tagging tagging_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tagging tagging_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES customer.tag(workspace_id, id)
constraint event.batch batch_pkey PRIMARY KEY (workspace_id, no)
constraint event.batch batch_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.counter counter_pkey PRIMARY KEY (workspace_id)
constraint event.counter counter_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.inbox inbox_items_check CHECK ((items > 0))
constraint event.inbox inbox_pkey PRIMARY KEY (id)
constraint event.inbox inbox_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.landing landing_pkey PRIMARY KEY (workspace_id, batch_no, target)
constraint event.landing landing_workspace_id_batch_no_fkey FOREIGN KEY (workspace_id, batch_no) REFERENCES event.batch(workspace_id, no)
constraint event.parked parked_pkey PRIMARY KEY (workspace_id, id)
constraint event.parked parked_stage_check CHECK ((stage = ANY (ARRAY['decode'::text, 'apply'::text, 'react'::text])))
constraint event.parked parked_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.seen seen_pkey PRIMARY KEY (event_id)
constraint ingestion.import import_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'orders'::text])))
constraint ingestion.import import_pkey PRIMARY KEY (workspace_id, id)
constraint ingestion.import import_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])))
constraint ingestion.import import_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.import import_workspace_id_no_key UNIQUE (workspace_id, no)
constraint ingestion.import_error import_error_pkey PRIMARY KEY (workspace_id, import_id, line, column_name, code)
constraint ingestion.import_error import_error_workspace_id_import_id_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES ingestion.import(workspace_id, id)
constraint ingestion.mapping_memory mapping_memory_pkey PRIMARY KEY (workspace_id, kind, header_hash)
constraint ingestion.mapping_memory mapping_memory_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.value_fit value_fit_pkey PRIMARY KEY (workspace_id, id)
constraint insight.value_fit value_fit_state_check CHECK ((state = ANY (ARRAY['running'::text, 'fitted'::text, 'degenerate'::text, 'refused'::text, 'failed'::text])))
constraint insight.value_fit value_fit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.value_fit value_fit_workspace_id_snapshot_key UNIQUE (workspace_id, snapshot)
constraint insight.value_option value_option_discount_percent_check CHECK (((discount_percent >= (0)::double precision) AND (discount_percent <= (100)::double precision)))
constraint insight.value_option value_option_margin_percent_check CHECK (((margin_percent >= (1)::double precision) AND (margin_percent <= (100)::double precision)))
constraint insight.value_option value_option_pkey PRIMARY KEY (workspace_id)
constraint insight.value_option value_option_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint playbook.diagnosis diagnosis_basis_check CHECK ((basis = ANY (ARRAY['data'::text, 'form'::text])))
constraint playbook.diagnosis diagnosis_pkey PRIMARY KEY (workspace_id, id)
constraint playbook.diagnosis diagnosis_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint queue.worker worker_pkey PRIMARY KEY (id)
constraint staff.api_key api_key_key_hash_key UNIQUE (key_hash)
constraint staff.api_key api_key_kind_check CHECK ((kind = ANY (ARRAY['write'::text, 'api'::text])))
constraint staff.api_key api_key_pkey PRIMARY KEY (workspace_id, id)
constraint staff.api_key api_key_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.audit audit_pkey PRIMARY KEY (workspace_id, id)
constraint staff.audit audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.idempotency idempotency_pkey PRIMARY KEY (workspace_id, key)
constraint staff.idempotency idempotency_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.session session_pkey PRIMARY KEY (token_hash)
constraint staff.session session_workspace_id_staff_id_fkey FOREIGN KEY (workspace_id, staff_id) REFERENCES staff.staff(workspace_id, id) ON DELETE CASCADE
constraint staff.staff staff_pkey PRIMARY KEY (workspace_id, id)
constraint staff.staff staff_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'operator'::text, 'associate'::text, 'developer'::text, 'viewer'::text])))
constraint staff.staff staff_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.workspace workspace_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
constraint staff.workspace workspace_no_key UNIQUE (no)
constraint staff.workspace workspace_pkey PRIMARY KEY (workspace_id)

-- indexes
CREATE INDEX order_before_of_order ON commerce.order_before USING btree (workspace_id, order_id)
CREATE UNIQUE INDEX order_before_pkey ON commerce.order_before USING btree (workspace_id, import_id, order_id)
CREATE INDEX order_by_date ON commerce."order" USING btree (workspace_id, ordered_at DESC, id)
CREATE INDEX order_by_number ON commerce."order" USING btree (workspace_id, order_no text_pattern_ops) WHERE (order_no IS NOT NULL)
CREATE INDEX order_of_customer ON commerce."order" USING btree (workspace_id, customer_id, ordered_at DESC) WHERE (customer_id IS NOT NULL)
CREATE INDEX order_of_import ON commerce."order" USING btree (workspace_id, import_id) WHERE (import_id IS NOT NULL)
CREATE UNIQUE INDEX order_pkey ON commerce."order" USING btree (workspace_id, id)
CREATE UNIQUE INDEX order_workspace_id_order_key_key ON commerce."order" USING btree (workspace_id, order_key)
CREATE INDEX refund_of_import ON commerce.refund USING btree (workspace_id, import_id) WHERE (import_id IS NOT NULL)
CREATE UNIQUE INDEX refund_pkey ON commerce.refund USING btree (workspace_id, order_id, refund_key)
CREATE INDEX conflict_open ON customer.conflict USING btree (workspace_id, opened_at) WHERE (resolved_at IS NULL)
CREATE UNIQUE INDEX conflict_pkey ON customer.conflict USING btree (workspace_id, id)
CREATE UNIQUE INDEX conflict_workspace_id_fingerprint_key ON customer.conflict USING btree (workspace_id, fingerprint)
CREATE UNIQUE INDEX counter_pkey ON customer.counter USING btree (workspace_id)
CREATE INDEX customer_by_first_seen ON customer.customer USING btree (workspace_id, first_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_last_seen ON customer.customer USING btree (workspace_id, last_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_order_count ON customer.customer USING btree (workspace_id, order_count DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_order_total ON customer.customer USING btree (workspace_id, order_total DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_source ON customer.customer USING btree (workspace_id, source, last_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE UNIQUE INDEX customer_pkey ON customer.customer USING btree (workspace_id, id)
CREATE INDEX customer_rows_of_person ON customer.customer USING btree (workspace_id, person_id) WHERE (person_id <> id)
CREATE UNIQUE INDEX customer_workspace_id_no_key ON customer.customer USING btree (workspace_id, no)
CREATE INDEX identity_of_customer ON customer.identity USING btree (workspace_id, customer_id)
CREATE UNIQUE INDEX identity_pkey ON customer.identity USING btree (workspace_id, kind, key)
CREATE INDEX merge_of_kept ON customer.merge USING btree (workspace_id, kept_id)
CREATE UNIQUE INDEX merge_pkey ON customer.merge USING btree (workspace_id, id)
CREATE UNIQUE INDEX merge_standing ON customer.merge USING btree (workspace_id, gone_id) WHERE (undone_at IS NULL)
CREATE UNIQUE INDEX search_pkey ON customer.search USING btree (workspace_id, customer_id)
CREATE INDEX search_words ON customer.search USING gin (words)
CREATE UNIQUE INDEX separation_pkey ON customer.separation USING btree (workspace_id, one_id, other_id)
CREATE UNIQUE INDEX tag_group_name ON customer.tag_group USING btree (workspace_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX tag_group_pkey ON customer.tag_group USING btree (workspace_id, id)
CREATE UNIQUE INDEX tag_name ON customer.tag USING btree (workspace_id, group_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX tag_pkey ON customer.tag USING btree (workspace_id, id)
CREATE INDEX tagging_of_customer ON customer.tagging USING btree (workspace_id, customer_id, tag_id) WHERE (withdrawn_at IS NULL)
CREATE INDEX tagging_of_tag ON customer.tagging USING btree (workspace_id, tag_id, customer_id) WHERE ((withdrawn_at IS NULL) AND (sign = 1))
CREATE UNIQUE INDEX tagging_pkey ON customer.tagging USING btree (workspace_id, id)
CREATE UNIQUE INDEX batch_pkey ON event.batch USING btree (workspace_id, no)
CREATE INDEX batch_unlanded ON event.batch USING btree (workspace_id, no) WHERE (landed_at IS NULL)
CREATE INDEX batch_unreacted ON event.batch USING btree (workspace_id, no) WHERE (reacted_at IS NULL)
CREATE UNIQUE INDEX counter_pkey ON event.counter USING btree (workspace_id)
CREATE INDEX inbox_due ON event.inbox USING btree (workspace_id, lane, id) WHERE (batch_no IS NULL)
CREATE INDEX inbox_of_batch ON event.inbox USING btree (workspace_id, batch_no) WHERE (batch_no IS NOT NULL)
CREATE UNIQUE INDEX inbox_pkey ON event.inbox USING btree (id)
CREATE UNIQUE INDEX landing_pkey ON event.landing USING btree (workspace_id, batch_no, target)
CREATE INDEX parked_open ON event.parked USING btree (workspace_id, parked_at) WHERE ((replayed_at IS NULL) AND (discarded_at IS NULL))
CREATE UNIQUE INDEX parked_pkey ON event.parked USING btree (workspace_id, id)
CREATE UNIQUE INDEX seen_pkey ON event.seen USING btree (event_id)
CREATE UNIQUE INDEX import_error_pkey ON ingestion.import_error USING btree (workspace_id, import_id, line, column_name, code)
CREATE INDEX import_of_file ON ingestion.import USING btree (workspace_id, file_hash)
CREATE UNIQUE INDEX import_pkey ON ingestion.import USING btree (workspace_id, id)
CREATE UNIQUE INDEX import_workspace_id_no_key ON ingestion.import USING btree (workspace_id, no)
CREATE UNIQUE INDEX mapping_memory_pkey ON ingestion.mapping_memory USING btree (workspace_id, kind, header_hash)
CREATE INDEX value_fit_newest ON insight.value_fit USING btree (workspace_id, snapshot DESC) WHERE (finished_at IS NOT NULL)
CREATE UNIQUE INDEX value_fit_pkey ON insight.value_fit USING btree (workspace_id, id)
CREATE UNIQUE INDEX value_fit_workspace_id_snapshot_key ON insight.value_fit USING btree (workspace_id, snapshot)
CREATE UNIQUE INDEX value_option_pkey ON insight.value_option USING btree (workspace_id)
CREATE INDEX diagnosis_by_time ON playbook.diagnosis USING btree (workspace_id, made_at DESC)
CREATE UNIQUE INDEX diagnosis_pkey ON playbook.diagnosis USING btree (workspace_id, id)
CREATE UNIQUE INDEX worker_pkey ON queue.worker USING btree (id)
CREATE UNIQUE INDEX api_key_key_hash_key ON staff.api_key USING btree (key_hash)
CREATE UNIQUE INDEX api_key_pkey ON staff.api_key USING btree (workspace_id, id)
CREATE INDEX audit_by_time ON staff.audit USING btree (workspace_id, at DESC)
CREATE UNIQUE INDEX audit_pkey ON staff.audit USING btree (workspace_id, id)
CREATE UNIQUE INDEX idempotency_pkey ON staff.idempotency USING btree (workspace_id, key)
CREATE UNIQUE INDEX session_pkey ON staff.session USING btree (token_hash)
CREATE UNIQUE INDEX staff_login ON staff.staff USING btree (lower(login))
CREATE UNIQUE INDEX staff_pkey ON staff.staff USING btree (workspace_id, id)
CREATE UNIQUE INDEX workspace_no_key ON staff.workspace USING btree (no)
CREATE UNIQUE INDEX workspace_pkey ON staff.workspace USING btree (workspace_id)

-- triggers

-- policies
policy of_workspace on commerce."order" permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.order_before permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.refund permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.conflict permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.counter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.customer permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.identity permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.merge permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on customer.search permissive for select to liuyuan_system using (true) check ()
policy of_workspace on customer.search permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.separation permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag_group permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tagging permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.batch permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.batch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on event.counter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.inbox permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.inbox permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on event.landing permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.parked permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.parked permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ingestion.import permissive for select to liuyuan_system using (true) check ()
policy of_workspace on ingestion.import permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.import_error permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.mapping_memory permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.value_fit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.value_option permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on playbook.diagnosis permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.api_key permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.api_key permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on staff.audit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on staff.idempotency permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.session permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.session permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.staff permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.staff permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.workspace permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.workspace permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))

-- routines
function customer.find(asked tsquery, most integer) returns SETOF uuid stable security definer search_path="" enable_seqscan=off liuyuan_system body 5d5c94cf4c1c23d27b071b2f44ea288b grants liuyuan_app: execute
function event.backlog(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body fd2ec819b5447fefd0a5d2197ae19a15 grants liuyuan_app: execute
procedure liuyuan.let_system_read(IN target regclass, IN columns text) volatile owner body 5bbc09f63e922f70d0f506e742a7f3de grants public: execute
procedure liuyuan.protect(IN target regclass, IN privileges text) volatile owner body d69ec1b06d40ca93e0dde7a1c65ce605 grants public: execute
function liuyuan.workspace() returns uuid stable owner body 78f447428f5eb3d5c80418ab28b2645f grants public: execute
function queue.add_job(workspace uuid, name text, payload json, key text, serial text, run_at timestamp with time zone) returns void volatile security definer search_path="" liuyuan_queue body 72052c3eda75c8c102696dc83d37e2ed grants liuyuan_app: execute
function staff.find_key(wanted bytea) returns TABLE(workspace_id uuid, key_id uuid, kind text, name text) stable security definer search_path="" liuyuan_system body 40928506a9ccf8119fa9a73cc5403560 grants liuyuan_app: execute
function staff.find_login(wanted text) returns TABLE(workspace_id uuid, staff_id uuid) stable security definer search_path="" liuyuan_system body 31717e5071ee7af8ebcc931bbe6dc518 grants liuyuan_app: execute
function staff.find_session(wanted bytea) returns uuid stable security definer search_path="" liuyuan_system body 0eb6adb8fb8cd350cc902ba00f3aca86 grants liuyuan_app: execute
function staff.workspaces() returns TABLE(workspace_id uuid, no integer, name text, time_zone text, currency text, clock_at timestamp with time zone, is_demo boolean) stable security definer search_path="" liuyuan_system body e3ea595f94658ebfe7373d1a99c8ed1e grants liuyuan_app: execute
