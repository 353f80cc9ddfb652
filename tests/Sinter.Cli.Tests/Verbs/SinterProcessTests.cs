using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sinter.Tests;

namespace Sinter.Cli.Tests.Verbs;

/// <summary>What can be seen from outside only: bytes on the standard streams, pipes and signals.</summary>
public sealed class SinterProcessTests : IDisposable
{
    private const string Folder = "models/stories260K/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generated_text_alone_goes_to_the_standard_output()
    {
        var model = _folder.File("stories");
        ToolRun.Of("model", "import", Assets.Path(Folder + "stories260K.bin"), "--tokenizer", Assets.Path(Folder + "tok512.bin"), "--out", model).Code.ShouldBe(ExitCode.Done);

        using var process = Start("generate", model, "--greedy", "--max-tokens", "200");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();

        await WaitFor(process);
        process.ExitCode.ShouldBe(ExitCode.Done);
        output.ReplaceLineEndings("\n").ShouldBe(await File.ReadAllTextAsync(Assets.Path(Folder + "expected_greedy_200.txt")));
        (await error).ShouldContain("generated 200 tokens");
    }

    [Fact]
    public async Task A_chat_through_pipes_answers_each_line_and_ends_with_its_input()
    {
        using var process = Start("chat", TinyModel.Write(_folder.File("model")), "--max-tokens", "5");
        await process.StandardInput.WriteAsync("the café\n/reset\nthe café\n");
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();

        await WaitFor(process);
        process.ExitCode.ShouldBe(ExitCode.Done, await error);
        output.Length.ShouldBeGreaterThan(2);
        output[..(output.Length / 2)].ShouldBe(output[(output.Length / 2)..]);
        (await error).ShouldNotContain("> ");
    }

    [Fact]
    public async Task An_interrupt_ends_a_chat_that_waits_with_130()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no way to interrupt one other process.");
        }

        using var process = Start("chat", TinyModel.Write(_folder.File("model")), "--max-tokens", "5");
        await process.StandardInput.WriteAsync("the cat\n");
        await process.StandardInput.FlushAsync();
        await process.StandardOutput.ReadLineAsync();
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await WaitFor(kill);
        }

        await WaitFor(process);
        process.ExitCode.ShouldBe(ExitCode.Interrupted);
    }

    [Fact]
    public async Task A_result_can_be_written_to_a_device()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no devices among its files.");
        }

        using var process = Start("eval", TinyModel.Write(_folder.File("model")), "--perplexity", _folder.File("text.txt", "the cat"), "--json", "/dev/fd/1");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();

        await WaitFor(process);
        process.ExitCode.ShouldBe(ExitCode.Done, await error);
        output.ShouldContain("\"perplexity\"");
    }

    [Fact]
    public async Task Lines_are_read_from_a_pipe_and_answered_one_by_one()
    {
        using var process = Start("data", "language");
        await process.StandardInput.WriteAsync("The weather is fine today, and the children play in the garden.\n\nno end");
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();

        await WaitFor(process);
        process.ExitCode.ShouldBe(ExitCode.Done);
        var lines = output.ReplaceLineEndings("\n").Split('\n');
        lines.Length.ShouldBe(4);
        lines[0].ShouldStartWith("en\t");
    }

    [Fact]
    public async Task A_cleaning_of_the_standard_input_is_not_taken_for_another_one()
    {
        string[] command = ["data", "clean", "-", "--step", "minimumWords", "--out", _folder.File("cleaned")];

        (await Clean("one two three")).ShouldBe((ExitCode.Done, ""));
        var (code, error) = await Clean("four five six seven");

        code.ShouldBe(ExitCode.Failed);
        error.ShouldContain("a cleaning of the standard input cannot go on: nobody knows whether it is the same; name another folder, or give --overwrite.");

        async Task<(int Code, string Error)> Clean(string text)
        {
            using var process = Start(command);
            await process.StandardInput.WriteAsync($"{{\"text\":\"{text}\"}}\n");
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var complaint = await process.StandardError.ReadToEndAsync();
            await WaitFor(process);
            await output;
            return (process.ExitCode, complaint.TrimEnd());
        }
    }

    private static async Task WaitFor(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
    }

    private static Process Start(params string[] arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "sinter.exe" : "sinter");
        return Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        })!;
    }
}
