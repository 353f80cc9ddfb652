using System.Reflection;
using Sinter.Data.Cleaning;
using Sinter.Data.Sources;

namespace Sinter.Data.Tests.Sources;

/// <summary>The whole reference of the SDK that runs the tests, read once; skipped where there is only a runtime.</summary>
public sealed class InstalledReferenceTests
{
    private static readonly List<BrokenInput> Broken = [];
    private static readonly Lazy<List<Document>?> Documents = new(ReadAll);

    [Fact]
    public void It_holds_the_whole_base_library()
    {
        var documents = All();

        documents.Count.ShouldBeGreaterThan(50_000);
        Broken.ShouldBeEmpty();
        documents.Select(document => document.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(documents.Count);
        var join = documents.Single(document => document.Id == "M:System.String.Join(System.String,System.String[])");
        join.Text.ShouldStartWith("System.String.Join is a method.\nJoin(String separator, String[] value)\n\nConcatenates");
    }

    [Fact]
    public void Its_cards_are_plain_text()
    {
        All().Where(document => !IsPlain(document.Text)).Select(document => document.Id).ShouldBeEmpty();

        static bool IsPlain(string text) =>
            !text.Contains("  ", StringComparison.Ordinal)
            && !text.AsSpan().ContainsAny('\t', '\r')
            && text.Trim().Length == text.Length
            && !text.Contains("<see ", StringComparison.Ordinal)
            && !text.AsSpan(0, text.IndexOf(" is a", StringComparison.Ordinal)).ContainsAny('`', '#', '{');
    }

    [Fact]
    public void About_half_of_it_is_dropped()
    {
        var chain = CleaningChain.Create(StepCatalog.BuiltIn, [new("normalise"), new("minimumWords"), new("repetition")]);
        var runner = new ChainRunner(chain);
        var duplicates = new ExactDuplicatesStep();
        var judged = All().Select(runner.Run).ToList();

        var kept = judged.Where(static result => result.IsKept).Select(static result => result.Result).Where(document => duplicates.FindEarlier(document) is null).ToList();

        judged.ShouldAllBe(static result => result.Fault == null);
        ((double)kept.Count / judged.Count).ShouldBeInRange(0.3, 0.9);
        var rule = new SplitRule(0.02, 0.02);
        kept.GroupBy(document => DocumentationId.WithoutOverload(document.Id).ToString()).Count(overloads => overloads.Select(rule.Of).Distinct().Count() > 1).ShouldBe(0);
    }

    [Fact]
    public void The_types_of_results_that_it_tells_are_the_real_ones()
    {
        var types = AppDomain.CurrentDomain.GetAssemblies()
            .Append(typeof(System.Xml.XmlDocument).Assembly).Append(typeof(System.Data.DataTable).Assembly).Append(typeof(Uri).Assembly)
            .Distinct()
            .Where(assembly => assembly.GetName().Name!.StartsWith("System", StringComparison.Ordinal))
            .SelectMany(assembly => assembly.GetExportedTypes())
            .DistinctBy(type => type.FullName)
            .ToDictionary(type => type.FullName!.Replace('+', '.'), StringComparer.Ordinal);
        var right = 0;
        var wrong = new List<string>();
        foreach (var document in All().Where(document => document.Metadata.ContainsKey(ReferenceFacts.ReturnType)))
        {
            var id = DocumentationId.TryParse(document.Id)!;
            if (id.Kind == MemberKind.Method && types.TryGetValue(id.Type, out var type))
            {
                const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
                var results = type.GetMethods(Any).Where(method => method.Name == id.Member).Select(method => method.ReturnType.Name).ToHashSet();
                if (results.Contains(document.Metadata[ReferenceFacts.ReturnType]))
                {
                    right++;
                }
                else if (results.Count > 0)
                {
                    wrong.Add(document.Id);
                }
            }
        }

        right.ShouldBeGreaterThan(1000);
        ((double)wrong.Count / (right + wrong.Count)).ShouldBeLessThan(0.015);
    }

    [Fact]
    public void Questions_can_be_made_of_it()
    {
        var questions = new DotNetQuestions().Make(All());

        questions.CountBy(question => question.Metadata[DotNetQuestions.QuestionKey]).ToDictionary()[QuestionKind.Summary].ShouldBe(4000);
        questions.Select(question => question.Id).Distinct().Count().ShouldBe(questions.Count);
    }

    private static List<Document>? ReadAll()
    {
        try
        {
            return [.. DotNetReference.Find().Read(Broken)];
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static List<Document> All()
    {
        Assert.SkipWhen(Documents.Value is null, "This dotnet carries no reference documentation.");
        return Documents.Value;
    }
}
