-- Run once by the database's container when it makes its files.
\set ON_ERROR_STOP on
\set owner_password `cat /run/secrets/database_owner_password`
\set app_password `cat /run/secrets/database_app_password`

-- The owner makes the tables (migrate, backup). The program runs as the lesser role, which
-- row-level security binds.
CREATE ROLE stottekontakt_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE stottekontakt_app LOGIN PASSWORD :'app_password';
CREATE DATABASE stottekontakt OWNER stottekontakt_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE stottekontakt FROM PUBLIC;
GRANT CONNECT ON DATABASE stottekontakt TO stottekontakt_app;
