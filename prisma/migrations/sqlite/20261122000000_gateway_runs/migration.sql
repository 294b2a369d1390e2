-- CreateTable
CREATE TABLE "GatewayRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "idempotencyKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "requesterId" TEXT NOT NULL,
    "changeId" TEXT,
    "body" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "revision" INTEGER NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "GatewayRun_idempotencyKey_key" ON "GatewayRun"("idempotencyKey");

-- CreateIndex
CREATE INDEX "GatewayRun_state_idx" ON "GatewayRun"("state");

-- CreateIndex
CREATE INDEX "GatewayRun_createdAt_idx" ON "GatewayRun"("createdAt");

-- CreateIndex
CREATE INDEX "GatewayRun_changeId_idx" ON "GatewayRun"("changeId");
