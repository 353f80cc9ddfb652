using System.Diagnostics;

namespace Sinter.EndToEnd.Tests;

/// <summary>The template for a step of one's own, used as a user does: copied elsewhere, built against the tool's library, and named to the tool.</summary>
public sealed class StepTemplateTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sinter-step-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_copy_of_the_template_is_built_and_judges_documents()
    {
        foreach (var file in Directory.GetFiles(Template(), "*.cs*"))
        {
            File.Copy(file, Path.Combine(_root, Path.GetFileName(file)));
        }

        await Build();
        var plugin = Path.Combine(_root, "out", "MyStep.dll");
        var input = Path.Combine(_root, "docs.jsonl");
        await File.WriteAllTextAsync(input, "{\"id\":\"asks\",\"text\":\"What is it?\\nWhy is it?\"}\n{\"id\":\"tells\",\"text\":\"It is a lamp.\\nDo you see?\"}\n", TestContext.Current.CancellationToken);
        var cleaned = Path.Combine(_root, "cleaned");

        var steps = await ToolProcess.RunAsync("data", "steps", "myStep", "--plugin", plugin);
        var clean = await ToolProcess.RunAsync("data", "clean", input, "--plugin", plugin, "--step", "myStep", "--out", cleaned);
        var explain = await ToolProcess.RunAsync("data", "explain", "asks", "--in", cleaned);
        var strict = await ToolProcess.RunAsync("data", "rejudge", cleaned, "--set", "myStep.maximumQuestions=0.4");

        steps.Output.ShouldContain("maximumQuestions", customMessage: steps.Error);
        clean.Output.ShouldContain("Kept     1 documents", customMessage: clean.Error);
        explain.Output.ShouldContain("dropped by myStep.questions: share of lines that are questions: 1, at most 0.5 expected", customMessage: explain.Error);
        strict.Output.ShouldContain("1 documents so far, 0 with these limits", customMessage: strict.Error);
    }

    private async Task Build()
    {
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "build", _root, "-c", "Release", "-o", Path.Combine(_root, "out"), "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false",
                "-p:SinterData=" + Path.Combine(AppContext.BaseDirectory, "Sinter.Data.dll"),
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        build.ExitCode.ShouldBe(0, output);
    }

    private static string Template()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "The tests do not lie in the repository, which holds the template.");
        return Path.Combine(folder!.FullName, "templates", "cleaning-step");
    }
}
