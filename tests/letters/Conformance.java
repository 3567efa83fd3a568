import java.io.BufferedInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates every PDF of a folder as every standard named, in one run.
 *
 * Arguments: the folder, then standards such as 2a and ua1. For each pair a line
 * "file TAB standard TAB number of checks", then for each broken rule
 * "file TAB standard TAB FAIL TAB clause TAB message".
 */
public class Conformance {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        List<Path> files;
        try (var listed = Files.list(Path.of(arguments[0]))) {
            files = listed.filter(path -> path.toString().endsWith(".pdf")).sorted().toList();
        }
        for (String standard : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            PDFAFlavour flavour = PDFAFlavour.fromString(standard);
            if (flavour == null || flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("no such standard: " + standard);
            }
            for (Path file : files) {
                validate(file, flavour, standard);
            }
        }
    }

    private static void validate(Path file, PDFAFlavour flavour, String standard) throws Exception {
        try (var bytes = new BufferedInputStream(Files.newInputStream(file));
             PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            String name = file.getFileName() + "\t" + standard + "\t";
            System.out.println(name + result.getTotalAssertions());
            result.getTestAssertions().stream()
                .filter(one -> one.getStatus() == TestAssertion.Status.FAILED)
                .map(one -> one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber()
                    + "\t" + String.valueOf(one.getMessage()).replaceAll("\\s+", " "))
                .distinct()
                .forEach(failed -> System.out.println(name + "FAIL\t" + failed));
            if (!result.isCompliant() && result.getTestAssertions().stream()
                    .noneMatch(one -> one.getStatus() == TestAssertion.Status.FAILED)) {
                System.out.println(name + "FAIL\t-\tnot compliant, without saying why");
            }
        }
    }
}
