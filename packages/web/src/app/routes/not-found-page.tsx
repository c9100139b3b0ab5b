import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";

export function NotFoundPage() {
  return (
    <EmptyState isWholePage title="There is no such page">
      <p>
        <Link to="/">Go to the newest experiment</Link>
      </p>
    </EmptyState>
  );
}
