using System.Text;

if (OperatingSystem.IsWindows())
{
    // A Windows console starts with a code page that most languages do not fit; elsewhere UTF-8 is the rule.
    Console.OutputEncoding = Encoding.UTF8;
    Console.InputEncoding = Encoding.UTF8;
}

return Sinter.Cli.Tool.Run(args, Console.Out, Console.Error);
