"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { buttonClass } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/form.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { graphql } from "../../../gql/index.ts";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";

const PartnerContact = graphql(/* GraphQL */ `
  query PartnerContact($id: ID!) {
    partner(id: $id) {
      name
      supportContact
    }
  }
`);

const BrandContacts = graphql(/* GraphQL */ `
  query BrandContacts {
    programs(first: 100) {
      nodes {
        id
        brandAccountId
        brandName
      }
    }
    brands(first: 100) {
      nodes {
        id
        supportContact
      }
    }
  }
`);

export interface Subject {
  kind: "click" | "sale";
  id: string;
  programId: string;
  /** Null for a sale that no partner is credited with. */
  partnerId: string | null;
}
interface ProblemDialogProps {
  subject: Subject;
  space: "brand" | "partner";
  /** What the message says of it. */
  text: string;
  onClose: () => void;
}
interface Contact {
  name: string;
  contact: string | null;
}

/**
 * A message to the other side's support contact, with all that it needs to find the click or sale.
 */
export function ProblemDialog(props: ProblemDialogProps): ReactNode {
  const t = useTranslations("reporting.problem");
  const { subject, space, onClose } = props;
  return (
    <Dialog open onClose={onClose} title={t("title")}>
      {space === "partner" ? (
        <ToBrand {...props} />
      ) : subject.partnerId === null ? (
        <Message {...props} to={null} />
      ) : (
        <ToPartner {...props} partnerId={subject.partnerId} />
      )}
    </Dialog>
  );
}

function ToPartner({ partnerId, ...props }: ProblemDialogProps & { partnerId: string }): ReactNode {
  const state = useLoaded(PartnerContact, { id: partnerId }, null);
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={2} />}>
      {({ partner }) => (
        <Message
          {...props}
          to={partner && { name: partner.name, contact: partner.supportContact }}
        />
      )}
    </Panel>
  );
}

function ToBrand(props: ProblemDialogProps): ReactNode {
  const state = useLoaded(BrandContacts, {}, null);
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={2} />}>
      {({ programs, brands }) => {
        const program = programs.nodes.find(({ id }) => id === props.subject.programId);
        const brand = brands.nodes.find(({ id }) => id === program?.brandAccountId);
        return (
          <Message
            {...props}
            to={
              program ? { name: program.brandName, contact: brand?.supportContact ?? null } : null
            }
          />
        );
      }}
    </Panel>
  );
}

const isMail = (contact: string): boolean => /^[^\s@]+@[^\s@]+$/.test(contact);

function Message({ subject, text, to }: ProblemDialogProps & { to: Contact | null }): ReactNode {
  const t = useTranslations("reporting.problem");
  const [message, setMessage] = useState(t("message", { kind: subject.kind, text }));
  const contact = to?.contact ?? null;
  const about = encodeURIComponent(t("subject", { kind: subject.kind, id: subject.id }));
  const mail =
    contact !== null && isMail(contact)
      ? `mailto:${contact}?subject=${about}&body=${encodeURIComponent(message)}`
      : null;
  return (
    <div className="flex flex-col gap-4">
      <p>
        {to === null
          ? t("nobody")
          : contact === null
            ? t("noContact", { name: to.name })
            : t("contact", { name: to.name, contact })}
      </p>
      <TextField
        name="message"
        label={t("label")}
        rows={7}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
      <div className="flex flex-wrap gap-2">
        {mail === null ? null : (
          <a href={mail} className={buttonClass("primary")}>
            {t("write")}
          </a>
        )}
        <CopyButton text={message} label={t("copy")} />
      </div>
    </div>
  );
}
