namespace Sinter.Cli.Tests;

public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_names_every_verb_and_ends_with_examples()
    {
        var (code, output, error) = Run("--help");

        code.ShouldBe(ExitCode.Done);
        error.ShouldBeEmpty();
        output.ShouldContain("run <RECIPE>");
        output.ShouldContain("train <RECIPE>");
        output.ShouldContain("doctor");
        output.ShouldContain("Examples:");
        output.ShouldContain("sinter run recipes/dotnet-docs.yaml");
    }

    [Fact]
    public void Help_of_run_has_its_options_as_they_are_spelled()
    {
        var (code, output, _) = Run("run", "--help");

        code.ShouldBe(ExitCode.Done);
        foreach (var option in new[] { "--out <DIR>", "--from <STAGE>", "--to <STAGE>", "--set <key=value>", "--dry-run" })
        {
            output.ShouldContain(option);
        }

        output.ShouldContain("sinter run recipes/dotnet-docs.yaml --to pack --dry-run");
    }

    [Theory]
    [InlineData("Required command was not provided (see 'sinter --help').")]
    [InlineData("'rum' is not known to 'sinter', did you mean 'run'? (see 'sinter --help').", "rum")]
    [InlineData("'zebra' is not known to 'sinter' (see 'sinter --help').", "zebra")]
    [InlineData("Required argument 'RECIPE' missing for command: 'run' (see 'sinter run --help').", "run")]
    [InlineData("'--form' is not known to 'sinter run', did you mean '--from'? (see 'sinter run --help').", "run", "x.yaml", "--form", "clean")]
    public void Wrong_use_is_one_sentence_and_exit_code_2(string expected, params string[] arguments)
    {
        var (code, output, error) = Run(arguments);

        code.ShouldBe(ExitCode.WrongUse);
        error.TrimEnd().ShouldBe(expected);
        output.ShouldBeEmpty();
    }

    [Fact]
    public void A_recipe_that_does_not_exist_fails_with_a_sentence()
    {
        var (code, _, error) = Run("run", _folder.File("none.yaml"));

        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("There is no recipe");
    }

    [Fact]
    public void A_bad_key_in_a_recipe_fails_and_a_bad_assignment_is_wrong_use()
    {
        var bad = _folder.File("bad.yaml", "pretrain:\n  stesp: 1\n");
        var good = _folder.File("good.yaml", "seed: 1\n");

        Run("run", bad).Code.ShouldBe(ExitCode.Failed);
        Run("run", good, "--set", "pretrain.stesp=1").Code.ShouldBe(ExitCode.WrongUse);
        Run("run", good, "--from", "nowhere").Code.ShouldBe(ExitCode.WrongUse);
    }

    [Fact]
    public void A_dry_run_names_the_stages_and_writes_nothing()
    {
        var run = _folder.File("out");
        var (code, output, _) = Run("run", _folder.File("good.yaml", "seed: 1\n"), "--out", run, "--dry-run");

        code.ShouldBe(ExitCode.Done);
        output.ShouldContain("collect    run      not done yet");
        Directory.Exists(run).ShouldBeFalse();
    }

    [Fact]
    public void Doctor_says_what_the_machine_has()
    {
        var (code, output, _) = Run("doctor");

        code.ShouldBe(ExitCode.Done);
        foreach (var line in new[] { "system", ".NET", "cores", "SIMD", "memory", "disk", "FLOP/s", "GB/s", "references", "missing" })
        {
            output.ShouldContain(line);
        }
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Tool.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
