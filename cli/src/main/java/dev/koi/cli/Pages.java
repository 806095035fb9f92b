package dev.koi.cli;

import dev.koi.wire.api.KvRequest;
import dev.koi.wire.api.KvView;
import dev.koi.wire.api.Refusal;
import dev.koi.wire.api.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A long answer of the store, page by page. */
final class Pages {

  private final Asking asking;
  private final KvRequest question;
  private @Nullable KvView view;
  private @Nullable Response wrong;

  Pages(Asking asking, KvRequest question) {
    this.asking = asking;
    this.question = question;
  }

  /** Asks for the next one; false if there is none, or if something is {@link #wrong}. */
  boolean next() {
    String after = view == null ? null : view.next();
    if (view != null && after == null) {
      return false;
    }
    Response response = asking.answer(asking.about(question.after(after)));
    KvView answer = response.kv();
    if (answer == null || response.refusal() != null) {
      wrong = response;
    } else if (answer.next() != null && answer.next().equals(after)) {
      wrong = Response.refused(Refusal.FAILED, "the same page came twice, behind " + after);
    } else {
      view = answer;
    }
    return wrong == null;
  }

  /** The page that came last. */
  KvView view() {
    if (view == null) {
      throw new IllegalStateException("no page was asked for");
    }
    return view;
  }

  /** What came instead of a page, null if nothing has. */
  @Nullable Response wrong() {
    return wrong;
  }

  static List<KvView.Item> items(KvView view) {
    return view.items() == null ? List.of() : view.items();
  }
}
