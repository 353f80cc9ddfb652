using System.CommandLine;
using System.Globalization;
using System.Text;
using Sinter.Data.Privacy;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data redact &lt; text</c>: personal data and secrets masked, replaced or told by place.</summary>
internal static class RedactVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data redact < mail.txt > clean.txt";

    private const int OutputBuffer = 1 << 16;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var input = new Argument<string?>("FILE") { Description = "The text, in UTF-8; the standard input without it, or for -.", Arity = ArgumentArity.ZeroOrOne };
        input.Validators.Add(CleaningArguments.RefuseOptions);
        var spans = new Option<bool>("--spans") { Description = "Write no text but a JSON line for each find: start, end (in Unicode code points of the whole input), kind and score." };
        var policy = new Option<string?>("--policy") { HelpName = "WHAT", Description = "mask (the usual), pseudonym, fake, remove, tag or keep; or by kind, as in email=pseudonym,phone=mask,*=tag." };
        var key = new Option<string?>("--key") { HelpName = "FILE", Description = "The key of pseudonyms: at least 16 bytes. The same value has the same pseudonym wherever the key is the same." };
        var kinds = new Option<string?>("--kinds") { HelpName = "a,b", Description = $"The kinds to find; all without it: {string.Join(", ", PersonalDataFinder.AllKinds.Where(static kind => !kind.StartsWith(PersonalKinds.NationalIdPrefix, StringComparison.Ordinal)))}, nationalId." };
        var score = NumberOption.Real("--min-score", "X", 0, 1, string.Create(CultureInfo.InvariantCulture, $"How sure a find must be; {PersonalFinderOptions.DefaultMinimumScore} without it."));
        var allow = new Option<string?>("--allow") { HelpName = "FILE", Description = "What is passed over, a line each: a value, @domain.org with all below it, or a pattern with * and ?." };
        var seed = NumberOption.Seed("--seed", "What fakes are chosen by; 0 without it.");
        var verb = new Verb(
            "redact",
            "Finds e-mail addresses, telephone numbers, accounts, keys and other personal data in a text, and masks or replaces them.",
            Example,
            "sinter data redact --spans < mail.txt",
            "sinter data redact --policy pseudonym --key secret.key < mail.txt",
            "sinter data redact --policy email=fake,card=remove,*=mask --allow known.txt mail.txt")
        {
            input, spans, policy, key, kinds, score, allow, seed, RedactTestVerb.Create(),
        };
        verb.SetAction(parsed =>
        {
            var finder = new PersonalDataFinder(new PersonalFinderOptions
            {
                Kinds = parsed.GetValue(kinds)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                MinimumScore = parsed.GetValue(score) ?? PersonalFinderOptions.DefaultMinimumScore,
                Allow = parsed.GetValue(allow) is { } list ? PersonalAllowList.Load(ByteLines.RequireFile(list)) : PersonalAllowList.Empty,
            });
            var what = parsed.GetValue(policy) is { } text ? PersonalPolicy.Parse(text) : PersonalPolicy.Mask;
            var redactor = parsed.GetValue(spans) ? null : Redactor(what, parsed.GetValue(key), parsed.GetValue(seed) ?? 0);
            using var source = ByteLines.Open(parsed.GetValue(input) ?? "-");
            Write(new PersonalDataStream(finder), redactor, source, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static PersonalRedactor Redactor(PersonalPolicy policy, string? keyFile, ulong seed)
    {
        if (policy.NeedsKey && keyFile is null)
        {
            throw new UsageException("Pseudonyms need a key: give --key FILE, a file of at least 16 bytes by chance that you keep secret.");
        }

        return new PersonalRedactor(policy, policy.NeedsKey ? PseudonymKey.Load(ByteLines.RequireFile(keyFile!)) : null, seed);
    }

    private static void Write(PersonalDataStream stream, PersonalRedactor? redactor, Stream source, TextWriter output)
    {
        // The text goes out byte for byte, past the encoding of the console.
        var isConsole = ReferenceEquals(output, Console.Out);
        using Stream target = isConsole ? new BufferedStream(Console.OpenStandardOutput(), OutputBuffer) : new MemoryStream();
        if (redactor is null)
        {
            using var lines = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OutputBuffer, leaveOpen: true) { NewLine = "\n" };
            stream.FindAll(source, find => lines.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"start\":{find.Start},\"end\":{find.End},\"kind\":\"{find.Kind}\",\"score\":{find.Score:0.###}}}")));
        }
        else
        {
            stream.Redact(source, target, redactor);
        }

        if (target is MemoryStream memory)
        {
            output.Write(Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length));
        }
    }
}
