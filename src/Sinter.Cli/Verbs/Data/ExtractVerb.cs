using System.CommandLine;
using Sinter.Data.Compression;
using Sinter.Data.Html;
using Sinter.Data.Inputs;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data extract FILE.html</c>: the main text of a page on the standard output.</summary>
internal static class ExtractVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data extract page.html --markdown";

    private const int LargestPage = 256 << 20;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "A web page; - reads the standard input, an http(s) address is fetched." };
        var markdown = new Option<bool>("--markdown") { Description = "Keep headings, links, lists, tables, code and formulas as Markdown." };
        var metadata = new Option<bool>("--metadata") { Description = "Print title, author, date and language before the text." };
        var verb = new Verb("extract", "Prints the main text of a web page, without menus, advertisements and the like.", "sinter data extract page.html", Example, "sinter data extract https://example.org/ --metadata")
        {
            file, markdown, metadata,
        };
        verb.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(markdown), parsed.GetValue(metadata), parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(string name, bool markdown, bool metadata, TextWriter output)
    {
        if (InputSet.Resolve([name], InputSettings.Default) is not [var input])
        {
            throw new UsageException($"'{name}' is more than one file; give one page, or clean the folder with 'sinter data clean'.");
        }

        var html = HtmlEncoding.Decode(ReadAll(input), httpCharset: null);
        if (html.Count(static sign => sign is '\0' or '\uFFFD') * 1000L > html.Length)
        {
            throw new InvalidDataException($"'{input.Name}' is no web page: it holds no text.");
        }

        var page = HtmlExtractor.Extract(html, new ExtractionOptions { Markdown = markdown });
        if (metadata)
        {
            Fact("title", page.Title);
            Fact("author", page.Author);
            Fact("date", page.Date);
            Fact("language", page.Language);
            output.WriteLine();
        }

        output.WriteLine(markdown ? page.Markdown ?? "" : page.Text);
        return ExitCode.Done;

        void Fact(string fact, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                output.WriteLine($"{fact}: {value}");
            }
        }
    }

    private static byte[] ReadAll(InputFile input)
    {
        using var raw = input.Open();
        using var content = ContentDecoder.Open(raw, input.Name);
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > LargestPage)
            {
                throw new InvalidDataException($"'{input.Name}' is larger than {Units.Bytes(LargestPage)}, the most that one page may have.");
            }
        }

        return memory.ToArray();
    }
}
