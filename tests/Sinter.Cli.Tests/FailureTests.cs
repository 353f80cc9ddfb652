namespace Sinter.Cli.Tests;

public sealed class FailureTests
{
    [Fact]
    public void Faults_that_a_user_can_mend_are_told_in_their_own_words()
    {
        Explain(new InvalidDataException("The file is bad.")).ShouldBe((1, "The file is bad."));
        Explain(new FileNotFoundException("There is no file.")).ShouldBe((1, "There is no file."));
        Explain(new UnauthorizedAccessException("No rights.")).ShouldBe((1, "No rights."));
        Explain(new UsageException("Not so.")).ShouldBe((2, "Not so."));
        Explain(new ArgumentException("Not so.", "name")).ShouldBe((2, "Not so."));
    }

    [Fact]
    public void A_stop_is_130() => Explain(new OperationCanceledException()).Code.ShouldBe(130);

    [Fact]
    public void A_fault_from_a_worker_thread_is_unwrapped() =>
        Explain(new AggregateException(new AggregateException(new InvalidDataException("The file is bad.")))).ShouldBe((1, "The file is bad."));

    [Fact]
    public void A_wrong_environment_variable_is_told_in_its_own_words() =>
        Explain(new TypeInitializationException("GemmKernels", new ArgumentException("SINTER_SIMD is 'x'."))).ShouldBe((2, "SINTER_SIMD is 'x'."));

    [Fact]
    public void A_full_disk_is_told_with_what_to_do()
    {
        var code = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

        var (exit, sentence) = Explain(new IOException("No space left on device : '/x'", code));

        exit.ShouldBe(1);
        sentence.ShouldStartWith("The disk is full (No space left on device : '/x'); free some space");
    }

    [Fact]
    public void A_really_full_device_is_recognised()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

        var fault = Should.Throw<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[10]);
            full.Flush();
        });

        Failure.IsDiskFull(fault).ShouldBeTrue();
    }

    [Fact]
    public void What_nobody_foresaw_is_one_sentence_and_a_file_with_the_details()
    {
        var (code, sentence) = Explain(new InvalidOperationException("two\nlines"));

        code.ShouldBe(1);
        sentence.ShouldContain("Sinter failed in a way that it should not (InvalidOperationException: two lines); the details are in '");
        sentence.ShouldNotContain("\n");
        var file = sentence.Split('\'')[1];
        File.ReadAllText(file).ShouldContain("two\nlines");
        File.Delete(file);
    }

    private static (int Code, string Sentence) Explain(Exception fault)
    {
        using var error = new StringWriter();
        var code = Failure.Explain(fault, error);
        return (code, error.ToString().TrimEnd());
    }
}
