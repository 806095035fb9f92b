package dev.koi.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.koi.wire.api.StatusView;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {

  private static final Look WIDE = new Look(Views.NOW, 80, false, true);
  private static final Look COLOURED = new Look(Views.NOW, 80, true, false);
  private static final List<StatusView> ALL =
      List.of(Views.well(), Views.cutOff(), Views.failed());

  @Test
  void aClusterThatIsWellFitsOneGlance() throws Exception {
    Golden.check("well.txt", plain(Views.well()));
  }

  @Test
  void wideShowsAllThereIs() throws Exception {
    Golden.check("well-wide.txt", StatusText.render(Views.well(), WIDE));
    Golden.check("failed-wide.txt", StatusText.render(Views.failed(), WIDE));
  }

  @Test
  void aNodeThatIsCutOffShowsHowOldItsViewIsAndWhatToDo() throws Exception {
    Golden.check("cut-off.txt", plain(Views.cutOff()));
  }

  @Test
  void aFailureIsShownWithItsMessage() throws Exception {
    Golden.check("failed.txt", plain(Views.failed()));
  }

  @Test
  void theFirstLineBeginsWithTheVerdict() {
    for (StatusView view : ALL) {
      assertThat(plain(view)).startsWith(view.verdict().word() + ": ");
    }
  }

  @Test
  void noLineIsLongerThan80Columns() {
    for (StatusView view : ALL) {
      assertThat(plain(view).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }
  }

  @Test
  void longNamesAndManyServicesFitAnyTerminal() throws Exception {
    StatusView large = Views.large();
    for (int width : new int[] {40, 80, 120, 200}) {
      Look look = new Look(Views.NOW, width, false, false);
      assertThat(StatusText.render(large, look).lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(width, 66)));
    }
    Golden.check("large.txt", plain(large));
    Golden.check("large-200.txt", StatusText.render(large, new Look(Views.NOW, 200, false, false)));
    assertThat(TreeText.render(large, Look.plain(Views.NOW)).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void coloursChangeNothingButTheColour() {
    for (StatusView view : ALL) {
      String coloured = StatusText.render(view, COLOURED);
      assertThat(coloured).contains("\u001b[");
      assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain(view));
    }
  }

  @Test
  void whatAScriptPrintsCannotSteerTheTerminal() {
    assertThat(StatusText.render(Views.failed(), WIDE)).doesNotContain("\u001b");
  }

  private static String plain(StatusView view) {
    return StatusText.render(view, Look.plain(Views.NOW));
  }
}
