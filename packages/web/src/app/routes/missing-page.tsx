import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";
import { cutText } from "../../format/cut-text.ts";

/** For an address of something that the server does not know. */
export function MissingPage({ what }: { readonly what: string }) {
  return (
    <EmptyState isWholePage title={`${cutText(what, 80)} does not exist`}>
      <p>It may have been removed for good, or the address is not complete.</p>
      <p>
        <Link to="/">Go to the newest experiment</Link>
      </p>
    </EmptyState>
  );
}
