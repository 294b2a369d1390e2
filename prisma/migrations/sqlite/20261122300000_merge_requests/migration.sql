-- AlterTable
ALTER TABLE "Change" ADD COLUMN "iid" INTEGER;

-- What stood in the body only until now.
UPDATE "Change" SET "iid" = json_extract("body", '$.mergeRequest.iid');

-- CreateIndex
CREATE INDEX "Change_forgeId_repositoryPath_iid_idx" ON "Change"("forgeId", "repositoryPath", "iid");
