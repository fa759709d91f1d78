using Concord.Server.Hosting;

return await ServerProcess.Run(args, Console.Out, Console.Error);
